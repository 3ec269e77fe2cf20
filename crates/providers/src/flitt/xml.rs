//! Parameters as XML (fact sheet, 1.2): one element for each below the root.

use quick_xml::{
    Reader,
    escape::{escape, resolve_xml_entity},
    events::{BytesRef, Event},
};

use super::members::{Members, Value};

/// A text that no XML document can hold, such as one with a NUL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotInXml {
    /// The member.
    pub(super) name: String,
}

/// Why a document is no flat set of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotFlat;

/// A document with the root `request`.
pub(super) fn write(members: &Members) -> Result<String, NotInXml> {
    let mut document = String::from(r#"<?xml version="1.0" encoding="UTF-8"?><request>"#);
    for (name, value) in members.iter() {
        let text = value.as_written();
        if !text.chars().all(is_allowed) {
            return Err(NotInXml { name: name.to_owned() });
        }
        // Also a bare carriage return, which a reader turns into a line feed: the signature would not hold any more.
        let text = escape(text);
        document.extend(["<", name, ">", &text, "</", name, ">"]);
    }
    document.push_str("</request>");
    Ok(document)
}

/// The characters of XML 1.0.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The members below the root `response`. Nothing outside the document is ever looked up, and no entity is known but the
/// five of XML itself.
pub(super) fn read(document: &str) -> Result<Members, NotFlat> {
    let mut reader = Reader::from_str(document);
    let mut members = Members::default();
    let mut inside = Inside::Nothing;
    loop {
        inside = match (reader.read_event().map_err(|_| NotFlat)?, inside) {
            (Event::Start(tag), Inside::Nothing) if tag.name().into_inner() == "response" => {
                Inside::Root
            }
            (Event::Start(tag), Inside::Root) => {
                Inside::Member(tag.name().into_inner().to_owned(), String::new())
            }
            (Event::Empty(tag), Inside::Root) => {
                insert(&mut members, tag.name().into_inner(), String::new())?;
                Inside::Root
            }
            (Event::End(_), Inside::Member(name, text)) => {
                insert(&mut members, &name, text)?;
                Inside::Root
            }
            (Event::End(_), Inside::Root) => Inside::End,
            (Event::Text(piece), Inside::Member(name, text)) => {
                Inside::Member(name, text + &piece.xml10_content())
            }
            (Event::CData(piece), Inside::Member(name, text)) => {
                Inside::Member(name, text + &piece.xml10_content())
            }
            (Event::GeneralRef(reference), Inside::Member(name, mut text)) => {
                resolve(&reference, &mut text)?;
                Inside::Member(name, text)
            }
            (Event::Text(blank), inside) if blank.xml10_content().trim().is_empty() => inside,
            (Event::Decl(_) | Event::Comment(_), inside) => inside,
            (Event::Eof, Inside::End) => return Ok(members),
            _ => return Err(NotFlat),
        };
    }
}

/// Where in the document the reader is.
enum Inside {
    Nothing,
    Root,
    Member(String, String),
    End,
}

fn insert(members: &mut Members, name: &str, text: String) -> Result<(), NotFlat> {
    members.insert(name, Value::Text(text)).map_err(|_| NotFlat)
}

fn resolve(reference: &BytesRef<'_>, text: &mut String) -> Result<(), NotFlat> {
    match reference.resolve_char_ref().map_err(|_| NotFlat)? {
        Some(c) => text.push(c),
        None => text.push_str(resolve_xml_entity(&reference.xml10_content()).ok_or(NotFlat)?),
    }
    Ok(())
}
