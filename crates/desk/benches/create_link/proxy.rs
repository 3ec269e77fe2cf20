//! A proxy between the till and the provider that makes every round trip take its time, and counts.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinSet,
    time::sleep_until,
};

use crate::clock::instant;

/// What went through since it was last reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// HTTP requests: the provider counts them.
    pub(crate) requests: u64,
    /// Connections that were opened.
    pub(crate) connections: u64,
    /// How often the till had to wait for the other side: once for each connection, and once whenever it speaks after the
    /// other side did.
    pub(crate) round_trips: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) counts: Counts,
    /// When the till's first byte came.
    pub(crate) first_byte: Option<Instant>,
    /// When the provider's last byte was handed over.
    pub(crate) last_byte: Option<Instant>,
}

pub(crate) struct Proxy {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    provider: watch::Sender<Option<SocketAddr>>,
    close: watch::Sender<u64>,
    open: watch::Receiver<usize>,
}

impl Proxy {
    pub(crate) async fn start(round_trip: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let seen = Arc::<Mutex<Seen>>::default();
        let (provider, to) = watch::channel(None);
        let (close, closing) = watch::channel(0);
        let (opened, open) = watch::channel(0);
        let line = Line { round_trip, seen: Arc::clone(&seen), closing };
        tokio::spawn(serve(listener, line, to, opened));
        Ok(Self { address, seen, provider, close, open })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Where everything goes.
    pub(crate) fn lead_to(&self, provider: SocketAddr) {
        self.provider.send_replace(Some(provider));
    }

    /// Begins to count anew.
    pub(crate) fn reset(&self) {
        *self.seen() = Seen::default();
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }

    /// Closes every connection, as a provider does to those that are not used, and waits until the till has closed them, too.
    pub(crate) async fn close_all(&self) {
        self.close.send_modify(|times| *times += 1);
        // An error means that nobody serves any more, so nothing is open.
        let _ = self.open.clone().wait_for(|open| *open == 0).await;
    }
}

/// What every connection shares.
#[derive(Clone)]
struct Line {
    round_trip: Duration,
    seen: Arc<Mutex<Seen>>,
    closing: watch::Receiver<u64>,
}

async fn serve(
    listener: TcpListener,
    line: Line,
    to: watch::Receiver<Option<SocketAddr>>,
    open: watch::Sender<usize>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (Ok((till, _)), Some(address)) = (accepted, *to.borrow()) else { return };
                {
                    let mut seen = lock(&line.seen);
                    seen.counts.connections += 1;
                    seen.counts.round_trips += 1;
                }
                open.send_modify(|open| *open += 1);
                connections.spawn(connection(till, address, line.clone()));
            }
            Some(_) = connections.join_next() => open.send_modify(|open| *open -= 1),
        }
    }
}

async fn connection(till: TcpStream, provider: SocketAddr, mut line: Line) -> io::Result<()> {
    let provider = TcpStream::connect(provider).await?;
    till.set_nodelay(true)?;
    provider.set_nodelay(true)?;
    let (mut from_till, to_till) = till.into_split();
    let (from_provider, to_provider) = provider.into_split();
    let (up, up_due) = mpsc::unbounded_channel();
    let (down, down_due) = mpsc::unbounded_channel();
    let handshake_ends = instant() + line.round_trip;
    let one_way = line.round_trip / 2;
    let spoke_last = Arc::new(Mutex::new(Side::Provider));
    let (seen, speaker) = (Arc::clone(&line.seen), Arc::clone(&spoke_last));
    let till_spoke = move |at: Instant| {
        let mut seen = lock(&seen);
        seen.first_byte.get_or_insert(at);
        let mut speaker = lock(&speaker);
        if *speaker == Side::Provider {
            *speaker = Side::Till;
            seen.counts.round_trips += 1;
        }
        // The first bytes wait for the handshake, which the real network would have made them do.
        at.max(handshake_ends) + one_way
    };
    let provider_spoke = move |at: Instant| {
        *lock(&spoke_last) = Side::Provider;
        at + one_way
    };
    let seen = Arc::clone(&line.seen);
    let handed_over = move |at: Instant| lock(&seen).last_byte = Some(at);
    line.closing.mark_unchanged();
    {
        let whole = async {
            tokio::join!(
                take(&mut from_till, up, till_spoke),
                give(to_provider, up_due, |_| {}),
                take(from_provider, down, provider_spoke),
                give(to_till, down_due, handed_over),
            )
        };
        tokio::select! {
            _ = whole => {}
            // Dropping both writers tells both sides that nothing comes any more.
            _ = line.closing.changed() => {}
        }
    }
    let mut rest = [0; 1024];
    while from_till.read(&mut rest).await? > 0 {}
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Till,
    Provider,
}

type Due = (Instant, Vec<u8>);

/// Takes what comes, with the moment at which it is due on the other side.
async fn take(
    mut from: impl AsyncRead + Unpin,
    to: mpsc::UnboundedSender<Due>,
    due: impl Fn(Instant) -> Instant,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if to.send((due(instant()), bytes[..count].to_vec())).is_err() {
            return;
        }
    }
}

/// Hands over what is due.
async fn give(
    mut to: impl AsyncWrite + Unpin,
    mut due: mpsc::UnboundedReceiver<Due>,
    handed_over: impl Fn(Instant),
) {
    while let Some((at, bytes)) = due.recv().await {
        if at > instant() {
            sleep_until(at.into()).await;
        }
        // Noted before it is written: the till may be done before this task runs again.
        handed_over(instant());
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
