use std::time::Duration;

use fantoccini::{
    Client, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::WindowHandle,
};
use serde_json::{Value, json};

use super::{
    picture::{Picture, photograph},
    until::until,
};

/// How long a person's finger stays on a key and how long it takes to the next. A scanner is much faster, and the till
/// tells the two apart.
const FINGER: Duration = Duration::from_millis(60);

/// Calls a command the way the page's own code does.
const INVOKE: &str = "
    const [name, args, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(name, args).then(
        (answer) => done({ answer: answer ?? null }),
        (refusal) => done({ refusal }),
    );";

/// Puts a text into a field at once.
const PUT: &str = "
    const [css, text] = arguments;
    const field = document.querySelector(css);
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));";

const IS_THERE: &str = "return document.querySelector(arguments[0]) !== null";

const INTO_SIGHT: &str =
    "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";

/// Clicks once the script's answer is on its way.
const CLICK_LATER: &str =
    "const [css] = arguments; setTimeout(() => document.querySelector(css).click())";

const WIDTH: &str = "return innerWidth";

/// Chooses in a list, as a person does.
const CHOOSE: &str = "
    const [css, value] = arguments;
    const list = document.querySelector(css);
    list.value = value;
    list.dispatchEvent(new Event('change', { bubbles: true }));";

/// Pastes a text where nothing has the focus.
const PASTE: &str = "
    const [text] = arguments;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";

/// Keys that follow each other at once, each with what a key does to a text field where no page forbids it. The driver's
/// own keys are as slow as the computer is busy, and then are no scanner's any more.
const SCAN: &str = "
    const [code] = arguments;
    for (const key of [...code, 'Enter']) {
        const target = document.activeElement ?? document.body;
        const options = { key, bubbles: true, cancelable: true, composed: true };
        const goesOn = target.dispatchEvent(new KeyboardEvent('keydown', options));
        if (goesOn && key.length === 1) document.execCommand('insertText', false, key);
        target.dispatchEvent(new KeyboardEvent('keyup', options));
    }";

/// One of the program's windows. Its elements are found by their `data-test`.
#[derive(Clone)]
pub(crate) struct Page {
    client: Client,
    window: WindowHandle,
    name: &'static str,
}

impl Page {
    pub(crate) fn new(client: &Client, window: WindowHandle, name: &'static str) -> Self {
        Self { client: client.clone(), window, name }
    }

    /// What the window is called in the shell.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The driver has one window at a time.
    pub(crate) async fn chosen(&self) -> &Client {
        self.client.switch_to_window(self.window.clone()).await.unwrap();
        &self.client
    }

    /// The first element, once there is one.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let client = self.chosen().await;
        until(&format!("{css} in the {} window", self.name), async || {
            client.find(Locator::Css(css)).await.ok()
        })
        .await
    }

    /// The element with this hook, once there is one.
    pub(crate) async fn see(&self, hook: &str) -> Element {
        self.find(&hooked(hook)).await
    }

    /// The driver itself stumbles where an element goes while it is asked for all of them.
    pub(crate) async fn has(&self, hook: &str) -> bool {
        self.script(IS_THERE, vec![json!(hooked(hook))]).await == true
    }

    /// Waits until no element has this hook.
    pub(crate) async fn is_without(&self, hook: &str) {
        until(&format!("no {hook} in the {} window", self.name), async || {
            (!self.has(hook).await).then_some(())
        })
        .await;
    }

    /// Waits for an element whose attribute has this value.
    pub(crate) async fn see_with(&self, hook: &str, attribute: &str, value: &str) -> Element {
        self.find(&format!("{}[{attribute}=\"{value}\"]", hooked(hook))).await
    }

    pub(crate) async fn click(&self, hook: &str) {
        self.click_on(&hooked(hook)).await;
    }

    /// An element may be drawn anew between being found and being clicked, or lie half below what scrolls: the driver
    /// takes it for seen then, and clicks on what covers it.
    pub(crate) async fn click_on(&self, css: &str) {
        let client = self.chosen().await;
        until(&format!("a click on {css} in the {} window", self.name), async || {
            let clicked = client.find(Locator::Css(css)).await.ok()?.click().await.ok();
            if clicked.is_none() {
                client.execute(INTO_SIGHT, vec![json!(css)]).await.ok()?;
            }
            clicked
        })
        .await;
    }

    /// Clicks on what closes or hides its own window. A driver's click answers once the page has gone on, and the page of
    /// a window that is hidden may not.
    pub(crate) async fn click_and_lose(&self, hook: &str) {
        self.see(hook).await;
        self.script(CLICK_LATER, vec![json!(hooked(hook))]).await;
    }

    /// Chooses one of several. The button itself is drawn over, so its label takes the click.
    pub(crate) async fn choose(&self, hook: &str) {
        self.click_on(&format!("label:has({})", hooked(hook))).await;
    }

    /// Chooses in a list.
    pub(crate) async fn choose_in(&self, hook: &str, value: &str) {
        self.see(hook).await;
        self.script(CHOOSE, vec![json!(hooked(hook)), json!(value)]).await;
    }

    /// The element's text, as the document has it.
    pub(crate) async fn text(&self, hook: &str) -> String {
        let text = self.see(hook).await.prop("textContent").await.unwrap();
        text.unwrap_or_default().trim().to_owned()
    }

    /// Waits until the element says this.
    pub(crate) async fn says(&self, hook: &str, words: &str) {
        until(&format!("{hook} in the {} window says {words:?}", self.name), async || {
            (self.text(hook).await == words).then_some(())
        })
        .await;
    }

    /// An attribute of the element.
    pub(crate) async fn attribute(&self, hook: &str, name: &str) -> String {
        let value = self.see(hook).await.attr(name).await.unwrap();
        value.unwrap_or_else(|| panic!("{hook} has {name}"))
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, hook: &str) -> String {
        self.see(hook).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Fills a field.
    pub(crate) async fn fill(&self, hook: &str, text: &str) {
        self.see(hook).await.send_keys(text).await.unwrap();
    }

    /// Puts a text into a field as pasting does: with its line breaks, and whatever way the system writes a day.
    pub(crate) async fn put(&self, hook: &str, text: &str) {
        self.see(hook).await;
        self.script(PUT, vec![json!(hooked(hook)), json!(text)]).await;
    }

    /// Empties a field.
    pub(crate) async fn clear(&self, hook: &str) {
        self.see(hook).await.clear().await.unwrap();
    }

    /// Types as a person does, into whatever has the focus.
    pub(crate) async fn type_keys(&self, keys: impl IntoIterator<Item = char>) {
        let press = |value| {
            [
                KeyAction::Down { value },
                KeyAction::Pause { duration: FINGER },
                KeyAction::Up { value },
                KeyAction::Pause { duration: FINGER },
            ]
        };
        let actions = keys
            .into_iter()
            .flat_map(press)
            .fold(KeyActions::new("fingers".to_owned()), KeyActions::then);
        self.chosen().await.perform_actions(actions).await.unwrap();
    }

    /// Holds a key down until there is an element with this hook.
    pub(crate) async fn hold_until_seen(&self, key: char, hook: &str) {
        let down = KeyActions::new("fingers".to_owned()).then(KeyAction::Down { value: key });
        self.chosen().await.perform_actions(down).await.unwrap();
        self.see(hook).await;
        self.chosen().await.release_actions().await.unwrap();
    }

    /// Pastes a text, with the focus in no field.
    pub(crate) async fn paste(&self, text: &str) {
        self.script(PASTE, vec![json!(text)]).await;
    }

    /// Presses a key while Ctrl is held.
    pub(crate) async fn type_with_control(&self, key: char) {
        let control = char::from(Key::Control);
        let actions = [
            KeyAction::Down { value: control },
            KeyAction::Down { value: key },
            KeyAction::Pause { duration: FINGER },
            KeyAction::Up { value: key },
            KeyAction::Up { value: control },
        ];
        let actions =
            actions.into_iter().fold(KeyActions::new("fingers".to_owned()), KeyActions::then);
        self.chosen().await.perform_actions(actions).await.unwrap();
    }

    /// Scans a code as a barcode scanner does, which ends each with Enter: into whatever has the focus, and faster than
    /// any finger.
    pub(crate) async fn scan(&self, code: &str) {
        self.script(SCAN, vec![json!(code)]).await;
    }

    /// Makes the window as large as this, as somebody does who drags its edge.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.chosen().await.set_window_size(width, height).await.unwrap();
        until(&format!("the {} window is {width} wide", self.name), async || {
            (self.script(WIDTH, Vec::new()).await == width).then_some(())
        })
        .await;
    }

    /// What the window shows.
    pub(crate) async fn picture(&self) -> Picture {
        Picture::of_png(&self.png().await)
    }

    pub(crate) async fn png(&self) -> Vec<u8> {
        photograph(self.chosen().await).await.unwrap()
    }

    /// The text of the code that the window shows, once it shows one.
    pub(crate) async fn code(&self) -> String {
        until(&format!("a code that can be read in the {} window", self.name), async || {
            self.picture().await.code()
        })
        .await
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.chosen().await.execute(script, arguments).await.unwrap()
    }

    /// Runs a script that calls its last argument when it is done.
    pub(crate) async fn script_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let client = self.chosen().await;
        client.execute_async(script, arguments).await.unwrap()
    }

    /// Calls a command past the page.
    ///
    /// # Errors
    /// What the till or the shell answers when it refuses.
    pub(crate) async fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let mut reply = self.script_until_done(INVOKE, vec![json!(command), arguments]).await;
        match reply.get("refusal") {
            Some(_) => Err(reply["refusal"].take()),
            None => Ok(reply["answer"].take()),
        }
    }

    /// The same for a command that must work.
    pub(crate) async fn ask(&self, command: &str, arguments: Value) -> Value {
        self.invoke(command, arguments)
            .await
            .unwrap_or_else(|refusal| panic!("{command} was refused: {refusal}"))
    }
}

fn hooked(hook: &str) -> String {
    format!("[data-test=\"{hook}\"]")
}
