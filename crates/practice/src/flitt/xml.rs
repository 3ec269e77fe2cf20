//! Requests and answers as XML: one element for each parameter (fact sheet, 1.2).

use std::io;

use quick_xml::events::{BytesDecl, BytesEnd, BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use serde_json::Value;

use super::format::flat;
use super::params::Params;
use super::refusal::Refusal;

/// Reads a document whose root is `request`. A parameter that holds elements of its own has no
/// place in protocol 1.0, and a document type none anywhere.
pub(super) fn read(text: &str) -> Result<Params, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading::default();
    loop {
        let event = reader.read_event().map_err(|_| Refusal::unreadable())?;
        match event {
            Event::Start(element) => reading.open(element.name().as_ref())?,
            Event::Empty(element) => {
                reading.open(element.name().as_ref())?;
                reading.close()?;
            }
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text(&text.xml10_content())?,
            Event::CData(text) => reading.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = resolved(&reference).ok_or_else(Refusal::unreadable)?;
                reading.text(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::DocType(_) => return Err(Refusal::unreadable()),
            Event::Eof => break,
        }
    }
    reading.finish()
}

fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    match reference.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok()?,
    }
}

#[derive(Default)]
struct Reading {
    in_root: bool,
    done: bool,
    parameter: Option<(String, String)>,
    params: Params,
}

impl Reading {
    fn open(&mut self, name: &str) -> Result<(), Refusal> {
        if !self.in_root && !self.done && name == "request" {
            self.in_root = true;
            return Ok(());
        }
        if !self.in_root || self.parameter.is_some() {
            return Err(Refusal::unreadable());
        }
        self.parameter = Some((name.to_owned(), String::new()));
        Ok(())
    }

    fn close(&mut self) -> Result<(), Refusal> {
        let Some((name, value)) = self.parameter.take() else {
            self.in_root = false;
            self.done = true;
            return Ok(());
        };
        if self.params.add(&name, value) { Ok(()) } else { Err(Refusal::incorrect(&name)) }
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        match &mut self.parameter {
            Some((_, value)) => value.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(Refusal::unreadable()),
        }
        Ok(())
    }

    fn finish(self) -> Result<Params, Refusal> {
        if !self.done {
            return Err(Refusal::unreadable());
        }
        if self.params.is_empty() { Err(Refusal::request_empty()) } else { Ok(self.params) }
    }
}

/// Writes a document whose root is `response`. A list has one `item` for each of its members.
pub(super) fn write(response: &Value) -> String {
    let mut writer = Writer::new(Vec::new());
    // Writing into memory cannot fail.
    let _ = write_document(&mut writer, response);
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

fn write_document(writer: &mut Writer<Vec<u8>>, response: &Value) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write_element(writer, "response", response)
}

fn write_element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                write_element(writer, name, value)?;
            }
        }
        Value::Array(members) => {
            for member in members {
                write_element(writer, "item", member)?;
            }
        }
        other => {
            let text: String = flat(other).chars().map(allowed).collect();
            writer.write_event(Event::Text(BytesText::new(&text)))?;
        }
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// XML 1.0 has no way to write most control characters.
fn allowed(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => character,
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        _ if character < ' ' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}
