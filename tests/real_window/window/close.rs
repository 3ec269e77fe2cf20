//! A click on the cross of a window, which is the desktop's: the window is asked to close (ICCCM, 4.2.8.1).

use x11rb::{
    connection::Connection as _,
    protocol::xproto::{
        Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window,
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

/// Clicks on the cross of the window that is called so and can be seen.
pub(crate) fn close(title: &str) {
    let (desktop, window) = seen(title);
    let window = window.unwrap_or_else(|| panic!("no window is called {title}"));
    let (protocols, delete) = (atom(&desktop, "WM_PROTOCOLS"), atom(&desktop, "WM_DELETE_WINDOW"));
    let data = [delete, x11rb::CURRENT_TIME, 0, 0, 0];
    let asks = ClientMessageEvent::new(32, window, protocols, data);
    desktop.send_event(false, window, EventMask::NO_EVENT, asks).unwrap();
    desktop.sync().unwrap();
}

/// True while somebody can see a window that is called so.
pub(crate) fn is_seen(title: &str) -> bool {
    seen(title).1.is_some()
}

fn seen(title: &str) -> (RustConnection, Option<Window>) {
    let (desktop, screen) = x11rb::connect(None).expect("a display is there");
    let root = desktop.setup().roots[screen].root;
    let windows = desktop.query_tree(root).unwrap().reply().unwrap().children;
    let mut seen = windows
        .into_iter()
        .filter(|window| is_called(&desktop, *window, title) && is_mapped(&desktop, *window));
    let window = seen.next();
    (desktop, window)
}

fn is_called(desktop: &RustConnection, window: Window, title: &str) -> bool {
    let name = desktop.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 256);
    name.unwrap().reply().is_ok_and(|name| name.value == title.as_bytes())
}

fn is_mapped(desktop: &RustConnection, window: Window) -> bool {
    let attributes = desktop.get_window_attributes(window).unwrap().reply();
    attributes.is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
}

fn atom(desktop: &RustConnection, name: &str) -> Atom {
    desktop.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
}
