//! A desktop's place for tray icons: what it shows of an icon and its menu, and a click there. Icons find it on the session's
//! bus (Status Notifier Item, and `com.canonical.dbusmenu`).

#![expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the interface of a bus says how its methods are"
)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use zbus::{
    blocking::{Connection, Proxy, connection::Builder},
    interface,
    message::Header,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::until::until;

const MENU: &str = "com.canonical.dbusmenu";
const ITEM: &str = "org.kde.StatusNotifierItem";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// An entry of a menu: its number, its properties, and the entries below it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// A program's icon: its name on the bus, and the icon's path there.
type Icon = (String, String);

/// It is there until it is dropped.
pub(crate) struct TrayPlace {
    bus: Connection,
    icons: Arc<Mutex<Vec<Icon>>>,
}

struct Watcher {
    icons: Arc<Mutex<Vec<Icon>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, path: String, #[zbus(header)] header: Header<'_>) {
        if let Some(program) = header.sender() {
            self.icons.lock().unwrap().push((program.to_string(), path));
        }
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

impl TrayPlace {
    pub(crate) fn open() -> Self {
        let icons = Arc::default();
        let watcher = Watcher { icons: Arc::clone(&icons) };
        let bus = Builder::session()
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", watcher))
            .and_then(|bus| bus.name(WATCHER))
            .and_then(Builder::build)
            .expect("the session's bus takes a place for tray icons");
        Self { bus, icons }
    }

    /// Waits until the menu has a line that says this.
    pub(crate) async fn says(&self, words: &str) {
        until(&format!("the tray's menu says {words:?}"), async || self.line(words)).await;
    }

    /// Clicks on the line of the menu that says this, once it is there.
    pub(crate) async fn click(&self, words: &str) {
        let awaited = format!("the tray's menu says {words:?}");
        let line = until(&awaited, async || self.line(words)).await;
        let clicked = (line, "clicked", Value::I32(0), 0_u32);
        self.menu().unwrap().call_method("Event", &clicked).unwrap();
    }

    fn line(&self, words: &str) -> Option<i32> {
        let (_, (_, _, lines)) = self
            .menu()?
            .call::<_, _, (u32, Entry)>("GetLayout", &(0_i32, -1_i32, Vec::<String>::new()))
            .ok()?;
        let lines = lines.into_iter().filter_map(|line| Entry::try_from(line).ok());
        let mut labelled = lines.filter_map(|(number, properties, _)| {
            let label: String = properties.get("label")?.try_clone().ok()?.try_into().ok()?;
            Some((number, label))
        });
        labelled.find(|(_, label)| label.contains(words)).map(|(number, _)| number)
    }

    /// Of the icon that came last.
    fn menu(&self) -> Option<Proxy<'static>> {
        let (program, path) = self.icons.lock().unwrap().last().cloned()?;
        let icon = Proxy::new(&self.bus, program.clone(), path, ITEM).ok()?;
        let menu: OwnedObjectPath = icon.get_property("Menu").ok()?;
        Proxy::new(&self.bus, program, menu, MENU).ok()
    }
}
