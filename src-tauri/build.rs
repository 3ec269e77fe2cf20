//! Builds the Tauri context from the configuration at the repository's root.

use std::{error::Error, fs, path::Path};

const PAGES: [&str; 2] = ["index.html", "customer.html"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    place_missing_pages()?;
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(
            tauri_build::AppManifest::new()
                .permissions_path_pattern("src-tauri/permissions/*.toml"),
        );
    tauri_build::try_build(attributes)?;
    Ok(())
}

/// `generate_context!` needs the built pages. A debug build on a fresh clone gets a page that says how to build
/// them, so that `cargo check` and unit tests need no Node; a release build without pages is an error.
fn place_missing_pages() -> Result<(), Box<dyn Error>> {
    let built = Path::new("ui/dist");
    if PAGES.iter().all(|page| built.join(page).exists()) {
        return Ok(());
    }
    if std::env::var("PROFILE")? == "release" {
        return Err(
            "ui/dist is missing: run `npm ci && npm run build` in ui/, or `cargo xtask run`".into(),
        );
    }
    fs::create_dir_all(built)?;
    for page in PAGES {
        fs::write(
            built.join(page),
            "<!doctype html><title>Tillside</title><p>The interface is not built. Run: cargo xtask run",
        )?;
    }
    Ok(())
}
