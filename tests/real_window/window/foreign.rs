use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, TcpListener, TcpStream},
};

use serde_json::{Value, json};

use super::{page::Page, until::until};

/// Tries what no page may do, and notes what the policy stopped.
const TRY: &str = "
    const [foreign] = arguments;
    window.stopped = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        window.stopped.push(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    const picture = new Image();
    picture.src = `${foreign}/picture.png`;
    const frame = document.createElement('iframe');
    frame.src = `${foreign}/frame.html`;
    document.body.append(script, picture, frame);
    try { eval('window.ran = true'); } catch { /* as it shall be */ }
    fetch(`${foreign}/data`).then(() => (window.ran = true), () => {});";

/// What stops each of these tries.
const STOPPED: [&str; 5] = ["connect-src", "frame-src", "img-src", "script-src", "script-src-elem"];

/// How often a page is looked at after it tried to leave.
const LOOKS: usize = 20;

/// Whether the shell lets the window call the command. Called without arguments, hardly any does something.
pub(crate) async fn is_allowed(page: &Page, command: &str) -> bool {
    match page.invoke(command, json!({})).await {
        Ok(_) => true,
        Err(refusal) => !refusal.to_string().contains("not allowed"),
    }
}

/// No script but the app's own runs, and nothing comes from another host.
pub(crate) async fn runs_nothing_foreign(page: &Page) {
    let foreign = Foreign::new();
    page.script(TRY, vec![json!(foreign.origin)]).await;
    until("the policy stops each try", async || {
        let stopped = page.script("return window.stopped", Vec::new()).await;
        let stopped = stopped.as_array()?.iter().filter_map(Value::as_str);
        (stopped.collect::<BTreeSet<_>>() == BTreeSet::from(STOPPED)).then_some(())
    })
    .await;
    let ran = page.script("return window.ran ?? false", Vec::new()).await;
    assert_eq!(ran, false, "a foreign script ran in {}", page.name());
    foreign.was_not_reached();
}

/// The window neither leaves the app nor opens another window.
pub(crate) async fn stays_on_the_app(page: &Page) {
    let foreign = Foreign::new();
    let begin = "window.stayed = true; return location.href";
    let before = page.script(begin, Vec::new()).await;
    for address in [&foreign.origin, "https://example.com/", "data:text/html,x"] {
        let leave = "window.open(arguments[0]); location.href = arguments[0];";
        page.script(leave, vec![json!(address)]).await;
        for _ in 0..LOOKS {
            // Asked after the navigation, of the process that decides about it; the answer does not matter.
            let _ = page.invoke("no_such_command", json!({})).await;
            let look = "return window.stayed && location.href";
            let after = page.script(look, Vec::new()).await;
            assert_eq!(after, before, "{} went to {address}", page.name());
        }
    }
    assert_eq!(page.chosen().await.windows().await.unwrap().len(), 2);
    foreign.was_not_reached();
}

/// A host that is not the app's.
struct Foreign {
    listener: TcpListener,
    origin: String,
}

impl Foreign {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, origin }
    }

    fn was_not_reached(&self) {
        let reached = self.listener.accept();
        assert!(reached.is_err(), "{} was reached", self.origin);
        let _caller = TcpStream::connect(self.listener.local_addr().unwrap()).unwrap();
        self.listener.accept().expect("whoever comes is noticed");
    }
}
