use proptest::prelude::*;

use super::*;

fn text(random: [u8; 17]) -> String {
    RecoveryCode::fresh(random).to_secret_text().expose_secret().to_owned()
}

fn typo(typed: &str) -> Option<RecoveryTypo> {
    RecoveryCode::parse(typed).err()
}

/// The code as one word, with other characters at some places.
fn changed(word: &str, change: impl FnOnce(&mut Vec<char>)) -> String {
    let mut characters: Vec<char> = word.chars().collect();
    change(&mut characters);
    characters.into_iter().collect()
}

#[test]
fn a_code_is_seven_groups_of_four() {
    assert_eq!(text([0; 17]), "0000-0000-0000-0000-0000-0000-0000");
    let code = text(*b"till side code 17");
    let groups: Vec<&str> = code.split('-').collect();
    assert_eq!(groups.len(), 7);
    assert!(groups.iter().all(|group| group.len() == 4), "{code}");
    assert!(!code.contains(['I', 'L', 'O', 'U']), "{code}");
}

#[test]
fn all_130_bits_count() {
    let none = RecoveryCode::fresh([0; 17]);
    for bit in 0..17 * 8 {
        let mut random = [0; 17];
        random[bit / 8] = 0x80 >> (bit % 8);
        assert_eq!(RecoveryCode::fresh(random) != none, bit < 130, "bit {bit}");
    }
}

#[test]
fn a_code_may_be_written_as_people_write() {
    let code = RecoveryCode::fresh([0b0000_1000; 17]);
    let shown = text([0b0000_1000; 17]);
    assert!(shown.contains('0') && shown.contains('1'), "{shown}");
    let ways = [
        shown.to_lowercase(),
        shown.replace('-', ""),
        shown.replace('-', " "),
        shown.replace('-', " \u{2013} "),
        shown.replace('-', "\u{2011}"),
        shown.replace('0', "O").replace('1', "l"),
        shown.replace('0', "o").replace('1', "I"),
        format!("\t{shown}\n"),
    ];
    for way in ways {
        assert!(RecoveryCode::parse(&way).as_ref() == Ok(&code), "{way}");
    }
}

#[test]
fn the_group_that_is_too_short_or_has_a_strange_character_is_named() {
    let shown = text(*b"till side code 17");
    let mut groups: Vec<&str> = shown.split('-').collect();
    let fifth = groups[4];
    groups[4] = &fifth[1..];
    assert_eq!(typo(&groups.join("-")), Some(RecoveryTypo { group: Some(5) }));
    let longer = format!("{fifth}A");
    groups[4] = &longer;
    assert_eq!(typo(&groups.join("-")), Some(RecoveryTypo { group: Some(5) }));
    let strange = format!("{}U", &fifth[..3]);
    groups[4] = &strange;
    assert_eq!(typo(&groups.join("-")), Some(RecoveryTypo { group: Some(5) }));
    assert_eq!(typo(&groups.join("")), Some(RecoveryTypo { group: Some(5) }));
}

#[test]
fn what_has_not_28_characters_is_no_code() {
    let word = text(*b"till side code 17").replace('-', "");
    let nowhere = Some(RecoveryTypo { group: None });
    assert_eq!(typo(""), nowhere);
    assert_eq!(typo("- - -"), nowhere);
    assert_eq!(typo(&word[1..]), nowhere);
    assert_eq!(typo(&format!("{word}0")), nowhere);
    assert_eq!(typo(&"ä".repeat(10_000)), nowhere);
    assert_eq!(typo(&"ä".repeat(28)), Some(RecoveryTypo { group: Some(1) }));
}

#[test]
fn a_swap_is_named_where_nothing_else_explains_it() {
    let word = text(*b"till side code 17").replace('-', "");
    let named = (0..27)
        .filter_map(|at| typo(&changed(&word, |characters| characters.swap(at, at + 1))))
        .filter(|typo| typo.group.is_some())
        .count();
    assert!(named > 3, "{named} of the swaps were named");
}

#[test]
fn the_code_wipes_itself() {
    fn wipes_itself<T: zeroize::ZeroizeOnDrop>(_: &T) {}
    let code = RecoveryCode::fresh([1; 17]);
    wipes_itself(&code.0);
    wipes_itself(&check::with_check(code.symbols()));
}

proptest! {
    #[test]
    fn each_code_is_read_back(random: [u8; 17]) {
        let code = RecoveryCode::fresh(random);
        prop_assert!(RecoveryCode::parse(&text(random)).as_ref() == Ok(&code));
    }

    #[test]
    fn each_wrong_character_is_found_in_its_group(random: [u8; 17], at in 0_usize..28, wrong in 0_u8..32) {
        let word = text(random).replace('-', "");
        let wrong = alphabet::character(wrong);
        prop_assume!(word.chars().nth(at) != Some(wrong));
        let typed = changed(&word, |characters| characters[at] = wrong);
        let group = u32::try_from(at / 4 + 1).ok();
        prop_assert_eq!(typo(&typed), Some(RecoveryTypo { group }));
    }

    #[test]
    fn each_swap_of_neighbours_is_found(random: [u8; 17], at in 0_usize..27) {
        let word = text(random).replace('-', "");
        let typed = changed(&word, |characters| characters.swap(at, at + 1));
        prop_assume!(typed != word);
        let found = typo(&typed);
        prop_assert!(found.is_some());
        if let Some(group) = found.and_then(|typo| typo.group) {
            let groups = [at / 4 + 1, (at + 1) / 4 + 1].map(|group| u32::try_from(group).unwrap());
            prop_assert_eq!(groups, [group, group]);
        }
    }

    #[test]
    fn two_wrong_characters_are_always_found(
        random: [u8; 17],
        places in (0_usize..28, 0_usize..28),
        wrong in (1_u8..32, 1_u8..32),
    ) {
        prop_assume!(places.0 != places.1);
        let word = text(random).replace('-', "");
        let typed = changed(&word, |characters| {
            for (at, wrong) in [(places.0, wrong.0), (places.1, wrong.1)] {
                let symbol = alphabet::symbol(characters[at]).unwrap();
                characters[at] = alphabet::character(symbol ^ wrong);
            }
        });
        prop_assert!(typo(&typed).is_some());
    }

    #[test]
    fn no_text_is_too_strange_to_be_read(typed: String) {
        let _ = RecoveryCode::parse(&typed);
    }
}
