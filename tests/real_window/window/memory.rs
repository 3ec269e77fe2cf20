use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    ops::Range,
    path::PathBuf,
};

use rustix::param::page_size;

/// Entries of the page map that are read at a time.
const ENTRIES: usize = 1 << 16;

/// Bytes of an entry of the page map.
const ENTRY: usize = 8;

/// What a process has written into its memory.
pub(crate) struct Memory(Vec<Vec<u8>>);

impl Memory {
    /// Reads the memory of a process that this one, or a child of it, started. Web views reserve many gigabytes and
    /// touch little of it, so the page map is asked first (`proc_pid_pagemap(5)`).
    pub(crate) fn of(process: u32) -> Self {
        let file = |name: &str| PathBuf::from(format!("/proc/{process}/{name}"));
        let mut pages = File::open(file("pagemap")).unwrap();
        let mut memory = File::open(file("mem")).expect("the memory may be read");
        let mut writable = mappings(process);
        writable.retain(|mapping| mapping.rights.starts_with("rw"));
        let touched = writable.into_iter().flat_map(|mapping| touched(&mut pages, mapping.place));
        let ranges: Vec<Range<usize>> = touched.collect();
        // What was given back meanwhile cannot be read, and holds nothing.
        let read = |range| read(&mut memory, range).ok();
        Self(ranges.into_iter().filter_map(read).collect())
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// A part of a process's address space (`proc_pid_maps(5)`).
pub(crate) struct Mapping {
    pub(crate) place: Range<usize>,
    /// What may be done there: `rw-p`.
    pub(crate) rights: String,
}

/// Every part of a process's address space, in the order of their places.
pub(crate) fn mappings(process: u32) -> Vec<Mapping> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    maps.lines().filter_map(mapping).collect()
}

fn mapping(line: &str) -> Option<Mapping> {
    let mut words = line.split(' ');
    let (start, end) = words.next()?.split_once('-')?;
    let parse = |number| usize::from_str_radix(number, 16).ok();
    Some(Mapping { place: parse(start)?..parse(end)?, rights: words.next()?.to_owned() })
}

/// The runs of pages in `range` that are in memory or swapped out.
fn touched(pages: &mut File, range: Range<usize>) -> Vec<Range<usize>> {
    let size = page_size();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut entries = vec![0; ENTRIES * ENTRY];
    for start in range.clone().step_by(ENTRIES * size) {
        let count = ENTRIES.min((range.end - start) / size);
        let entries = &mut entries[..count * ENTRY];
        let offset = u64::try_from(start / size * ENTRY).unwrap();
        pages.seek(SeekFrom::Start(offset)).unwrap();
        pages.read_exact(entries).unwrap();
        if entries.iter().all(|byte| *byte == 0) {
            continue;
        }
        for (number, entry) in entries.chunks_exact(ENTRY).enumerate() {
            // The two highest bits: present, and swapped.
            if entry[ENTRY - 1] & 0b1100_0000 == 0 {
                continue;
            }
            let page = start + number * size..start + (number + 1) * size;
            match runs.last_mut() {
                Some(run) if run.end == page.start => run.end = page.end,
                _ => runs.push(page),
            }
        }
    }
    runs
}

fn read(memory: &mut File, range: Range<usize>) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; range.len()];
    memory.seek(SeekFrom::Start(u64::try_from(range.start).unwrap()))?;
    memory.read_exact(&mut bytes)?;
    Ok(bytes)
}
