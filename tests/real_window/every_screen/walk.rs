use serde_json::{Value, json};

use crate::window::{Axe, Page};

/// What has to be scrolled sideways, and was not made to be: a row that is made so is scrolled in no other way.
const TOO_WIDE: &str = "
    const scrolls = (box) => {
        const { overflowX, overflowY } = getComputedStyle(box);
        return /auto|scroll/.test(overflowX) && overflowY !== 'hidden';
    };
    const boxes = [...document.body.querySelectorAll('*:not(textarea, input)')].filter(scrolls);
    return [document.documentElement, ...boxes]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ localName, className, scrollWidth, clientWidth }) =>
            `${localName}.${className} is ${scrollWidth} wide, and has room for ${clientWidth}`);";

/// What is cut off below: it is taller than its place, which nobody can scroll. What only a screen reader reads has no
/// place, and a line that ends in dots may have a letter's tail outside of its own.
const CUT_OFF: &str = "
    const TAIL = 4;
    const cuts = (box) => {
        const { overflowY, clipPath, textOverflow } = getComputedStyle(box);
        return /hidden|clip/.test(overflowY) && clipPath === 'none' && textOverflow !== 'ellipsis';
    };
    return [document.documentElement, ...document.querySelectorAll('body, body *:not(svg *)')]
        .filter(cuts)
        .filter(({ scrollHeight, clientHeight }) =>
            clientHeight > 0 && scrollHeight > clientHeight + TAIL)
        .map(({ localName, className, scrollHeight, clientHeight }) =>
            `${localName}.${className} is ${scrollHeight} tall, and cut at ${clientHeight}`);";

/// What moves, where the desktop asks for nothing that does.
const MOVES: &str = "
    const asked = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return asked ? document.getAnimations().map(({ effect }) =>
        `${effect.target.localName}.${effect.target.className} moves`) : [];";

/// What lies beside a screen and covers it: what opens it, what is there then, and what leads back. All of them are hooks.
pub(super) type Aside = [&'static str; 3];

/// Goes through the program's screens, and keeps what is wrong with each until the end.
pub(super) struct Walk {
    /// How the program looks meanwhile.
    look: &'static str,
    axe: Axe,
    /// What does not fit, and what moves and should not.
    wrong: Vec<String>,
}

impl Walk {
    pub(super) fn new() -> Self {
        Self { look: "light", axe: Axe::new(), wrong: Vec::new() }
    }

    /// The program looks like this from now on.
    pub(super) fn goes_on(&mut self, look: &'static str) {
        self.look = look;
    }

    /// Waits for what has this hook, and looks at all that the window shows then.
    pub(super) async fn at(&mut self, page: &Page, hook: &str) {
        page.see(hook).await;
        self.look_at(page, hook).await;
    }

    /// The same for one of several screens with the same hook.
    pub(super) async fn at_one(&mut self, page: &Page, hook: &str, attribute: &str, value: &str) {
        page.see_with(hook, attribute, value).await;
        self.look_at(page, &format!("{hook} {value}")).await;
    }

    /// A sale on the counter, in this state.
    pub(super) async fn at_state(&mut self, counter: &Page, state: &str) {
        self.at_one(counter, "state", "data-state", state).await;
    }

    /// What the customer sees.
    pub(super) async fn at_customer(&mut self, customer: &Page, shown: &str) {
        self.at_one(customer, "customer", "data-page", shown).await;
    }

    /// Opens what lies beside the screen, looks at it, and goes back.
    pub(super) async fn aside(&mut self, page: &Page, [opens, shows, leads_back]: Aside) {
        page.click(opens).await;
        self.at(page, shows).await;
        page.click(leads_back).await;
        page.is_without(shows).await;
    }

    async fn look_at(&mut self, page: &Page, screen: &str) {
        let screen = format!("{screen} ({})", self.look);
        self.axe.look_at(page, &screen).await;
        for look in [TOO_WIDE, CUT_OFF, MOVES] {
            let found = page.script(look, Vec::new()).await;
            let found = found.as_array().expect("the script gives a list");
            let in_words = |found| format!("{screen}, in the {} window: {found}", page.name());
            self.wrong.extend(found.iter().filter_map(Value::as_str).map(in_words));
        }
    }

    /// The end: everything was as it should be.
    pub(super) fn found_nothing(&self) {
        let found = [self.wrong.as_slice(), self.axe.found()].concat();
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }
}

/// A look may take longer than a paid screen stays.
pub(super) async fn paid_screens_stay(counter: &Page) {
    let mut settings = counter.ask("till_settings", json!({})).await;
    settings["paidScreenFor"] = Value::Null;
    counter.ask("change_settings", json!({ "settings": settings })).await;
}
