//! The walls of the house: which crate may know which, who owns which library, and how big a file may get.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot read the repository")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{Dependency, DependencyKind, Metadata, MetadataCommand, Package};

/// The app's package; its sources lie in `src-tauri/`.
const SHELL: &str = "tillside";

/// Every package, and those of ours that it may know (normal and build dependencies).
const ARROWS: &[(&str, &[&str])] = &[
    (SHELL, &["desk", "qr", "practice", "share", "words"]),
    ("desk", &["ledger", "providers", "vault", "domain"]),
    ("ledger", &["domain"]),
    ("providers", &["domain"]),
    ("vault", &["domain"]),
    ("domain", &[]),
    ("qr", &[]),
    ("share", &["qr", "words", "domain"]),
    ("words", &["domain"]),
    ("practice", &[]),
    ("xtask", &[]),
];

/// Libraries that stand for a machine, and the one package that drives it. A trailing `*` means any ending.
const OWNERS: &[(&str, &str)] = &[
    ("tauri*", SHELL),
    ("wry", SHELL),
    ("reqwest", "providers"),
    ("axum*", "practice"),
    ("keyring*", "vault"),
    ("rusqlite*", "ledger"),
];

/// `domain` is pure: no clock of its own, no network, no file, nothing that waits.
const NOT_IN_DOMAIN: &[&str] = &["tokio", "async-trait", "tempfile", "getrandom"];

/// Packages that the project promises to use. Each is a direct dependency of a package whose code names it.
const TEN: [&str; 10] = [
    "tauri",
    "tokio",
    "reqwest",
    "serde",
    "serde_json",
    "keyring",
    "regex",
    "chrono",
    "qrcode",
    "image",
];

/// Features that take a rule of the money protocol or a thread of the book away.
const TEST_ONLY: [&str; 2] = ["rule-switches", "simulation"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];

/// Lines of one file. A longer one has more than one subject.
const LONGEST_FILE: usize = 500;

fn metadata() -> Metadata {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
    MetadataCommand::new().manifest_path(root).no_deps().exec().unwrap()
}

fn shipped(package: &Package) -> impl Iterator<Item = &Dependency> {
    package.dependencies.iter().filter(|one| one.kind != DependencyKind::Development)
}

fn sources(package: &Package) -> Vec<PathBuf> {
    let home = package.manifest_path.parent().unwrap().as_std_path();
    let folder = if package.name == SHELL { "src-tauri/src" } else { "src" };
    let mut found = Vec::new();
    collect(&home.join(folder), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn arrows_only_point_downwards() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        let Some(may_know) = allowed.get(name) else {
            wrong.push(format!("{name} has no place in the house"));
            continue;
        };
        for known in shipped(package).map(|one| one.name.as_str()) {
            if allowed.contains_key(known) && !may_know.contains(&known) {
                wrong.push(format!("{name} -> {known}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that DESIGN section 2 does not draw: {}", wrong.join(", "));
}

#[test]
fn each_machine_has_one_owner() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages() {
        for library in shipped(package) {
            let owner = OWNERS.iter().find(|(pattern, _)| fits(pattern, &library.name));
            if let Some((_, owner)) = owner
                && *owner != package.name.as_str()
            {
                wrong.push(format!("{} -> {} (belongs to {owner})", package.name, library.name));
            }
        }
    }
    assert!(wrong.is_empty(), "libraries in the wrong crate: {}", wrong.join(", "));
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

#[test]
fn domain_is_pure() {
    let metadata = metadata();
    let packages = metadata.workspace_packages();
    let domain = packages.iter().find(|package| package.name == "domain").unwrap();
    let wrong: Vec<&str> = shipped(domain)
        .map(|library| library.name.as_str())
        .filter(|name| NOT_IN_DOMAIN.contains(name))
        .collect();
    assert!(wrong.is_empty(), "domain -> {}", wrong.join(", "));
}

#[test]
fn no_build_of_the_app_can_switch_a_rule_off() {
    let metadata = metadata();
    let named = |feature: &str| TEST_ONLY.iter().any(|name| feature.contains(name));
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages() {
        for (feature, gives) in &package.features {
            let by_itself = !named(feature) && gives.iter().any(|given| named(given));
            if by_itself {
                wrong.push(format!("{}: its feature {feature}", package.name));
            }
        }
        // Those for tests too: with them it would be in the app that a plain build of the workspace makes.
        for one in
            package.dependencies.iter().filter(|one| one.features.iter().any(|name| named(name)))
        {
            wrong.push(format!("{} -> {}", package.name, one.name));
        }
    }
    assert!(wrong.is_empty(), "what only the simulation may have: {}", wrong.join(", "));
}

#[test]
fn the_ten_packages_are_really_used() {
    let metadata = metadata();
    let mut unused = Vec::new();
    for wanted in TEN {
        let used = metadata.workspace_packages().into_iter().any(|package| {
            let direct = package
                .dependencies
                .iter()
                .any(|one| one.name == wanted && one.kind == DependencyKind::Normal);
            direct && sources(package).iter().any(|file| names(&read(file), wanted))
        });
        if !used {
            unused.push(wanted);
        }
    }
    assert!(
        unused.is_empty(),
        "no package both depends on these directly and names them in its code: {}",
        unused.join(", ")
    );
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// Whether code, not a comment, begins a path with this crate: `image::…` or `use image…`.
fn names(text: &str, krate: &str) -> bool {
    let code = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    code.into_iter().any(|line| {
        line.match_indices(krate).any(|(start, _)| {
            let (before, after) = (&line[..start], &line[start + krate.len()..]);
            let opens_a_path = after.starts_with("::");
            let is_imported = before.ends_with("use ") && after.starts_with([';', ' ']);
            let part_of_a_word = before.ends_with(|one: char| one.is_alphanumeric() || one == '_');
            let inside_a_path = before.ends_with("::");
            (opens_a_path || is_imported) && !part_of_a_word && !inside_a_path
        })
    })
}

#[test]
fn a_crate_is_named_by_a_path_and_not_by_a_word() {
    for yes in
        ["use image::Luma;", "let a = image::open(b);", "#[tauri::command]", "use regex as r;"]
    {
        assert!(["image", "tauri", "regex"].iter().any(|krate| names(yes, krate)), "{yes}");
    }
    for no in [
        "// image::open is not used",
        "use crate::image::Luma;",
        "let my_image::x;",
        "fn image() {}",
        "let image = 1;",
    ] {
        assert!(!names(no, "image"), "{no}");
    }
}

#[test]
fn files_are_small_and_named_after_their_subject() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for file in metadata.workspace_packages().into_iter().flat_map(sources) {
        let lines = read(&file).lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{} has {lines} lines, more than {LONGEST_FILE}", file.display()));
        }
        let parts = file.components().map(|part| part.as_os_str().to_string_lossy());
        for part in parts {
            if EMPTY_NAMES.contains(&part.trim_end_matches(".rs")) {
                wrong.push(format!("{} says nothing by its name", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
