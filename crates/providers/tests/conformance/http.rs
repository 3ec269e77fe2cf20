//! The real transport against small servers on this computer.

mod roots;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::Timestamp;
use providers::{
    HttpTransport, LARGEST_BODY, Lane, Method, Request, Response, RetryAfter, TimeLimit,
    TimeLimits, Transport, TransportFault,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Two mebibytes of spaces, compressed to two kibibytes.
const BOMB: &[u8] = include_bytes!("../bodies/two-mebibytes-of-spaces.gz");

const MINUTE: Duration = Duration::from_mins(1);

/// Nothing here takes so long: a busy machine breaks no test.
const PATIENT: TimeLimits = TimeLimits { connect: MINUTE, read: MINUTE, write: MINUTE };

/// For those that wait for the end of the time.
const HURRIED: TimeLimits =
    TimeLimits { connect: MINUTE, read: Duration::from_secs(1), write: Duration::from_secs(1) };

/// What a server does with a connection.
#[derive(Clone, Copy)]
enum Manner {
    /// Answers each request with these bytes, and keeps the connection.
    Answer(&'static [u8]),
    /// Answers the first request with these bytes, and closes.
    AnswerAndClose(&'static [u8]),
    /// Reads the request and resets the connection.
    Reset,
    /// Takes the connection, and says nothing.
    Silent,
}

struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

async fn server(manner: Manner) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server {
        address: listener.local_addr().unwrap(),
        connections: Arc::default(),
        requests: Arc::default(),
    };
    let (connections, requests) = (Arc::clone(&server.connections), Arc::clone(&server.requests));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(converse(stream, manner, Arc::clone(&requests)));
        }
    });
    server
}

async fn converse(mut stream: TcpStream, manner: Manner, requests: Arc<AtomicUsize>) {
    while read_request(&mut stream).await {
        requests.fetch_add(1, Ordering::SeqCst);
        match manner {
            Manner::Answer(bytes) => stream.write_all(bytes).await.unwrap(),
            Manner::AnswerAndClose(bytes) => {
                // The other side may hang up before the end.
                let _ = stream.write_all(bytes).await;
                return;
            }
            Manner::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
            Manner::Silent => {}
        }
    }
}

/// Reads one request without a body, or with the body `{}`.
async fn read_request(stream: &mut TcpStream) -> bool {
    let mut seen = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return false,
            Ok(count) => seen.extend_from_slice(&chunk[..count]),
        }
        let end: &[u8] = if seen.starts_with(b"GET") { b"\r\n\r\n" } else { b"\r\n\r\n{}" };
        if seen.ends_with(end) {
            return true;
        }
    }
}

fn request(method: Method, url: String) -> Request {
    match method {
        Method::Get => Request::new(method, url, None, TimeLimit::Read),
        Method::Post | Method::Patch | Method::Delete => {
            Request::new(method, url, Some("{}".to_owned()), TimeLimit::Write)
        }
    }
}

fn transport() -> HttpTransport {
    HttpTransport::new(PATIENT).unwrap()
}

async fn post(url: String) -> Result<Response, TransportFault> {
    let request = request(Method::Post, url);
    transport().send(Lane::Person, request).await
}

async fn post_to(manner: Manner) -> (Result<Response, TransportFault>, usize) {
    post_within(PATIENT, manner).await
}

async fn post_within(
    limits: TimeLimits,
    manner: Manner,
) -> (Result<Response, TransportFault>, usize) {
    let server = server(manner).await;
    let transport = HttpTransport::new(limits).unwrap();
    let request = request(Method::Post, format!("http://{}/x", server.address));
    let answer = transport.send(Lane::Person, request).await;
    (answer, server.requests.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_whole_answer_comes_with_what_the_till_needs_of_its_head() {
    let (answer, _) = post_to(Manner::Answer(
        b"HTTP/1.1 429 Too Many Requests\r\n\
          date: Fri, 20 Nov 2026 14:03:00 GMT\r\nretry-after: 17\r\ncontent-length: 2\r\n\r\n{}",
    ))
    .await;
    let answer = answer.unwrap();
    assert_eq!(answer.status, 429);
    assert_eq!(answer.date, Timestamp::parse("2026-11-20T14:03:00Z"));
    assert_eq!(answer.retry_after, Some(RetryAfter::Wait(Duration::from_secs(17))));
    assert_eq!(answer.body, b"{}");

    let (answer, _) = post_to(Manner::Answer(
        b"HTTP/1.1 503 Busy\r\nretry-after: Fri, 20 Nov 2026 14:04:00 GMT\r\ncontent-length: 0\r\n\r\n",
    ))
    .await;
    assert_eq!(
        answer.unwrap().retry_after,
        Timestamp::parse("2026-11-20T14:04:00Z").map(RetryAfter::At)
    );
}

#[tokio::test]
async fn headers_and_body_leave_as_they_are_asked_for() {
    leaves_as(Method::Post, "POST").await;
    leaves_as(Method::Patch, "PATCH").await;
}

async fn leaves_as(method: Method, verb: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/ucp/links?a=b+c", listener.local_addr().unwrap());
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = Vec::new();
        while !seen.ends_with(b"{}") {
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).await.unwrap();
            seen.extend_from_slice(&chunk[..count]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        String::from_utf8(seen).unwrap()
    });
    let request = request(method, url)
        .with_header("x-gp-version", "2021-03-22")
        .with_header("authorization", "Bearer token");
    transport().send(Lane::Person, request).await.unwrap();
    let seen = seen.await.unwrap();
    let first_line = format!("{verb} /ucp/links?a=b+c HTTP/1.1\r\n");
    assert!(seen.starts_with(&first_line), "{seen}");
    for line in [
        "x-gp-version: 2021-03-22\r\n",
        "authorization: Bearer token\r\n",
        "accept-encoding: gzip\r\n",
        "content-length: 2\r\n",
    ] {
        assert!(seen.contains(line), "{line}: {seen}");
    }
}

#[tokio::test]
async fn a_refused_connection_proves_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let answer = post(format!("http://{address}/x")).await;
    assert_eq!(answer, Err(TransportFault::Connect));
}

#[tokio::test]
async fn a_name_that_is_not_found_proves_that_nothing_was_sent() {
    let answer = post("https://till.invalid/x".to_owned()).await;
    assert_eq!(answer, Err(TransportFault::Dns));
}

#[tokio::test]
async fn a_connection_that_is_not_safe_proves_that_nothing_was_sent() {
    // A server that speaks no TLS.
    let plain = server(Manner::AnswerAndClose(b"HTTP/1.1 400 Bad Request\r\n\r\n")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let no_tls = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut chunk = [0; 4096];
            let _ = stream.read(&mut chunk).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let answer = post(format!("https://{no_tls}/x")).await;
    assert_eq!(answer, Err(TransportFault::Tls));

    // A certificate that nobody vouches for.
    let answer = post(format!("https://{}/x", self_signed().await)).await;
    assert_eq!(answer, Err(TransportFault::Tls));

    // Plain HTTP to anywhere but this computer is not even tried.
    let port = plain.address.port();
    for url in [
        format!("http://apis.globalpay.com:{port}/x"),
        format!("http://0.0.0.0:{port}/x"),
        format!("ftp://127.0.0.1:{port}/x"),
        "http://".to_owned(),
    ] {
        assert_eq!(post(url).await, Err(TransportFault::Tls));
    }
    assert_eq!(plain.connections.load(Ordering::SeqCst), 0);
}

async fn self_signed() -> SocketAddr {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![own.cert.der().clone()],
            own.signing_key.serialize_der().try_into().unwrap(),
        )
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            assert!(acceptor.accept(stream).await.is_err(), "the till trusted it");
        }
    });
    address
}

#[tokio::test]
async fn silence_before_the_connection_is_safe_proves_that_nothing_was_sent() {
    let server = server(Manner::Silent).await;
    let transport =
        HttpTransport::new(TimeLimits { connect: Duration::from_millis(500), ..PATIENT });
    let request = request(Method::Post, format!("https://{}/x", server.address));
    // The TCP connection stands, but TLS never did: not one byte of the request has left.
    assert_eq!(transport.unwrap().send(Lane::Person, request).await, Err(TransportFault::Connect));
}

#[tokio::test]
async fn silence_after_the_request_leaves_the_question_open() {
    let (answer, requests) = post_within(HURRIED, Manner::Silent).await;
    assert_eq!(answer, Err(TransportFault::TimedOut));
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn silence_in_the_middle_of_an_answer_leaves_the_question_open() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":";
    let (answer, _) = post_within(HURRIED, Manner::Answer(half)).await;
    assert_eq!(answer, Err(TransportFault::TimedOut));
}

#[tokio::test]
async fn a_broken_answer_leaves_the_question_open_and_is_not_asked_for_again() {
    for manner in [
        Manner::Reset,
        Manner::AnswerAndClose(b""),
        Manner::AnswerAndClose(b"HTTP/1.1 200 OK\r\nconte"),
        Manner::AnswerAndClose(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":"),
        Manner::AnswerAndClose(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n"),
        Manner::AnswerAndClose(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00"),
        Manner::AnswerAndClose(b"\x15\x03\x03\x00\x02\x02\x46"),
    ] {
        let (answer, requests) = post_to(manner).await;
        assert_eq!(answer, Err(TransportFault::ConnectionLost));
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = server(Manner::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).await;
    let head = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{}/y\r\ncontent-length: 0\r\n\r\n",
        elsewhere.address
    );
    let (answer, _) = post_to(Manner::Answer(head.leak().as_bytes())).await;
    assert_eq!(answer, Err(TransportFault::Redirected));
    assert_eq!(elsewhere.connections.load(Ordering::SeqCst), 0);
}

fn with_body(head: &str, body: &[u8]) -> &'static [u8] {
    let head = format!("HTTP/1.1 200 OK\r\n{head}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat().leak()
}

#[tokio::test]
async fn an_answer_is_read_up_to_a_mebibyte() {
    let largest = vec![b' '; LARGEST_BODY];
    let (answer, _) = post_to(Manner::Answer(with_body("", &largest))).await;
    assert_eq!(answer.unwrap().body.len(), LARGEST_BODY);

    let larger = vec![b' '; LARGEST_BODY + 1];
    let (answer, _) = post_to(Manner::AnswerAndClose(with_body("", &larger))).await;
    assert_eq!(answer, Err(TransportFault::TooLarge));
}

#[tokio::test]
async fn an_answer_that_is_nested_too_deep_is_not_read() {
    let nested = |levels: usize| {
        let body = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        with_body("", body.as_bytes())
    };
    let (answer, _) = post_to(Manner::Answer(nested(32))).await;
    assert_eq!(answer.unwrap().body.len(), 64);
    let (answer, requests) = post_to(Manner::Answer(nested(33))).await;
    assert_eq!(answer, Err(TransportFault::TooDeep));
    assert_eq!(requests, 1);
    let outcome = domain::Outcome::<()>::from(TransportFault::TooDeep);
    assert_eq!(outcome, domain::Outcome::Unclear(domain::error::Doubt::Refused));
}

#[tokio::test]
async fn a_small_answer_that_unpacks_to_a_large_one_is_refused() {
    let bomb = with_body("content-encoding: gzip\r\n", BOMB);
    assert!(bomb.len() < 4_096);
    let (answer, _) = post_to(Manner::Answer(bomb)).await;
    assert_eq!(answer, Err(TransportFault::TooLarge));
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_of_its_lane() {
    let server = server(Manner::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).await;
    let transport = transport();
    let url = format!("http://{}/x", server.address);
    for _ in 0..3 {
        let request = request(Method::Post, url.clone());
        transport.send(Lane::Person, request).await.unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    // The till's own lanes share one, and never a person's.
    for lane in [Lane::OnScreen, Lane::Settling, Lane::Sweep] {
        transport.send(lane, request(Method::Get, url.clone())).await.unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
    assert_eq!(server.requests.load(Ordering::SeqCst), 6);
}
