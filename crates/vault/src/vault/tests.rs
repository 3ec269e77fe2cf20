use std::sync::Mutex;

use secrecy::ExposeSecret;

use super::*;
use crate::session::SessionStore;
use crate::store::MAX_SECRET_BYTES;

const CANARY: &str = "canary-7f3a-must-never-show";

/// A store whose first call hangs until the test lets it go, as behind a prompt of the system.
struct Prompting {
    inside: SessionStore,
    prompt: Mutex<Option<mpsc::Receiver<()>>>,
    reached: mpsc::Sender<&'static str>,
}

impl Prompting {
    fn call(&self, what: &'static str) {
        let _ = self.reached.send(what);
        let prompt = self.prompt.lock().unwrap().take();
        if let Some(prompt) = prompt {
            let _ = prompt.recv();
        }
    }
}

impl Store for Prompting {
    fn save(&self, name: &VaultName, secret: &SecretString) -> Result<(), StoreError> {
        self.call("save");
        self.inside.save(name, secret)
    }

    fn read(&self, name: &VaultName) -> Result<SecretString, StoreError> {
        self.call("read");
        self.inside.read(name)
    }

    fn forget(&self, name: &VaultName) -> Result<(), StoreError> {
        self.call("forget");
        self.inside.forget(name)
    }
}

/// A store that always gives the same answer.
struct Always(StoreError);

impl Store for Always {
    fn save(&self, _: &VaultName, _: &SecretString) -> Result<(), StoreError> {
        Err(self.0)
    }

    fn read(&self, _: &VaultName) -> Result<SecretString, StoreError> {
        Err(self.0)
    }

    fn forget(&self, _: &VaultName) -> Result<(), StoreError> {
        Err(self.0)
    }
}

/// The vault, the end that answers the prompt, and the calls that reached the store.
fn prompting() -> (Vault, mpsc::Sender<()>, mpsc::Receiver<&'static str>) {
    let (answer, prompt) = mpsc::channel();
    let (reached, calls) = mpsc::channel();
    let store =
        Prompting { inside: SessionStore::new(), prompt: Mutex::new(Some(prompt)), reached };
    (Vault::start(store, Limits::default()).unwrap(), answer, calls)
}

fn name() -> VaultName {
    VaultName::new("sandbox", "a1").unwrap()
}

#[tokio::test]
async fn a_key_is_saved_read_and_forgotten() {
    let vault = Vault::start(SessionStore::new(), Limits::default()).unwrap();
    assert_eq!(vault.status(&name()).await, Status::Missing);
    vault.save(&name(), CANARY.into()).await.unwrap();
    assert_eq!(vault.status(&name()).await, Status::Present);
    assert_eq!(vault.clone().read(&name()).await.unwrap().expose_secret(), CANARY);
    vault.forget(&name()).await.unwrap();
    assert_eq!(vault.read(&name()).await.err(), Some(VaultError::Missing));
    assert_eq!(vault.forget(&name()).await.err(), Some(VaultError::Missing));
}

#[tokio::test]
async fn every_trouble_of_a_store_has_its_own_answer() {
    let remedy = Remedy::InstallSecretService;
    for (trouble, error, status) in [
        (StoreError::Locked, VaultError::Locked, Status::Locked),
        (StoreError::NotFound, VaultError::Missing, Status::Missing),
        (StoreError::NoStore(remedy), VaultError::NoStore(remedy), Status::NoStore(remedy)),
        (
            StoreError::Refused(FailureKind::System),
            VaultError::Failed(FailureKind::System),
            Status::Failed(FailureKind::System),
        ),
    ] {
        let vault = Vault::start(Always(trouble), Limits::default()).unwrap();
        assert_eq!(vault.read(&name()).await.err(), Some(error));
        assert_eq!(vault.read_with_prompt(&name()).await.err(), Some(error));
        assert_eq!(vault.save(&name(), CANARY.into()).await.err(), Some(error));
        assert_eq!(vault.forget(&name()).await.err(), Some(error));
        assert_eq!(vault.status(&name()).await, status);
    }
}

#[tokio::test]
async fn a_key_that_is_too_long_is_refused_with_its_length() {
    let vault = Vault::start(SessionStore::new(), Limits::default()).unwrap();
    let bytes = MAX_SECRET_BYTES + 1;
    let refused = vault.save(&name(), "x".repeat(bytes).into()).await;
    assert_eq!(refused.err(), Some(VaultError::TooLarge { bytes }));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_ends_at_its_own_limit() {
    let (vault, _answer, _calls) = prompting();
    let begin = time::Instant::now();
    assert_eq!(vault.read(&name()).await.err(), Some(VaultError::TimedOut));
    assert_eq!(begin.elapsed(), Limits::default().read);

    let (vault, _answer, _calls) = prompting();
    let begin = time::Instant::now();
    assert_eq!(vault.save(&name(), CANARY.into()).await.err(), Some(VaultError::TimedOut));
    assert_eq!(begin.elapsed(), Limits::default().prompt);
    assert_eq!(vault.status(&name()).await, Status::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn what_timed_out_behind_a_stuck_call_is_never_done_and_the_vault_recovers() {
    let (vault, answer, calls) = prompting();
    assert_eq!(vault.read(&name()).await.err(), Some(VaultError::TimedOut));
    assert_eq!(calls.recv(), Ok("read"), "the store is inside the stuck call");
    assert_eq!(vault.save(&name(), CANARY.into()).await.err(), Some(VaultError::TimedOut));
    assert_eq!(vault.forget(&name()).await.err(), Some(VaultError::TimedOut));

    time::resume();
    answer.send(()).unwrap();
    assert_eq!(vault.read_with_prompt(&name()).await.err(), Some(VaultError::Missing));
    drop(vault);
    assert_eq!(calls.iter().collect::<Vec<_>>(), ["read"]);
}

#[tokio::test]
async fn a_patient_call_goes_on_when_the_prompt_is_answered() {
    let (vault, answer, calls) = prompting();
    let first = tokio::spawn({
        let vault = vault.clone();
        async move { vault.save(&name(), CANARY.into()).await }
    });
    // The save must be inside the store before the read is asked for.
    let (vault, reached) =
        tokio::task::spawn_blocking(move || (vault, calls.recv())).await.unwrap();
    assert_eq!(reached, Ok("save"));
    let key = name();
    let second = vault.read_with_prompt(&key);
    answer.send(()).unwrap();
    assert_eq!(second.await.unwrap().expose_secret(), CANARY);
    assert_eq!(first.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_store_that_panics_is_a_failure_and_no_hang() {
    struct Panics;
    impl Store for Panics {
        fn save(&self, _: &VaultName, _: &SecretString) -> Result<(), StoreError> {
            panic!("the store is broken")
        }
        fn read(&self, _: &VaultName) -> Result<SecretString, StoreError> {
            panic!("the store is broken")
        }
        fn forget(&self, _: &VaultName) -> Result<(), StoreError> {
            panic!("the store is broken")
        }
    }
    let vault = Vault::start(Panics, Limits::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(vault.read(&name()).await.err(), Some(VaultError::Failed(FailureKind::Ended)));
    }
}

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_key() {
    let store = SessionStore::new();
    store.save(&name(), &CANARY.into()).unwrap();
    let shown_store = format!("{store:?}");
    let vault = Vault::start(store, Limits::default()).unwrap();
    let secret = vault.read(&name()).await.unwrap();
    assert_eq!(secret.expose_secret(), CANARY);
    let shown = format!(
        "{shown_store} {vault:?} {secret:?} {:?} {:?} {:?} {:?}",
        name(),
        vault.status(&name()).await,
        vault.read(&name()).await,
        crate::KeychainStore::new(),
    );
    assert!(!shown.contains(CANARY), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_saved_too_late_is_forgotten_right_behind() {
    let (vault, answer, calls) = prompting();
    assert_eq!(vault.save(&name(), CANARY.into()).await, Err(VaultError::TimedOut));
    vault.forget_later(&name()).unwrap();
    answer.send(()).unwrap();
    // The store answers in the real time that the paused clock does not count.
    let status = loop {
        match vault.status(&name()).await {
            Status::TimedOut => {}
            status => break status,
        }
    };
    assert_eq!(status, Status::Missing);
    let calls: Vec<_> = calls.try_iter().collect();
    assert_eq!(calls[..2], ["save", "forget"]);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_never_blocks_needs_no_thread_and_no_time() {
    let vault = Vault::at_once(SessionStore::new());
    let name = name();
    let began = time::Instant::now();
    vault.save(&name, "first".into()).await.unwrap();
    assert_eq!(vault.clone().read(&name).await.unwrap().expose_secret(), "first");
    vault.forget_later(&name).unwrap();
    assert_eq!(vault.status(&name).await, Status::Missing);
    assert_eq!(began.elapsed(), Duration::ZERO);
}
