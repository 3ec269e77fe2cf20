use domain::{account::Environment, pay_url::PayUrl};
use image::load_from_memory;
use share::CodePicture;

use crate::link::{URL, english, link};

fn picture(environment: Environment) -> CodePicture {
    let mut link = link();
    link.environment = environment;
    CodePicture::of(&english(link)).unwrap()
}

fn colors(rgba: &[u8]) -> Vec<[u8; 4]> {
    let mut colors: Vec<[u8; 4]> =
        rgba.chunks_exact(4).map(|pixel| pixel.try_into().unwrap()).collect();
    colors.sort_unstable();
    colors.dedup();
    colors
}

#[test]
fn the_file_and_the_pixels_are_the_same_picture_of_the_link() {
    for environment in [Environment::Live, Environment::Sandbox, Environment::Practice] {
        let picture = picture(environment).pixels(900).unwrap();
        assert!(picture.width <= 900 && picture.width > 800, "{}", picture.width);
        let file = load_from_memory(&picture.png).unwrap();
        assert_eq!(file.to_rgba8().as_raw(), &picture.rgba);
        let gray = file.into_luma8();
        let (width, height) = (gray.width() as usize, gray.height() as usize);
        assert_eq!(qr::scan(gray.as_raw(), width, height, URL), Ok(()));
    }
}

#[test]
fn a_live_code_is_black_and_white_and_any_other_wears_its_frame() {
    let live = picture(Environment::Live).pixels(600).unwrap();
    assert_eq!(colors(&live.rgba), [[0, 0, 0, 255], [255, 255, 255, 255]], "no blurred edge");
    assert_eq!(live.width, live.height);
    for environment in [Environment::Sandbox, Environment::Practice] {
        let other = picture(environment).pixels(600).unwrap();
        assert_eq!(&other.rgba[..4], [0xb4, 0x53, 0x0a, 0xff], "the corner");
        assert!(other.height > other.width, "there is room for the word");
    }
}

#[test]
fn a_picture_came_back_if_the_same_link_is_read_from_it() {
    let picture = picture(Environment::Live).pixels(600).unwrap();
    let (width, height) = (picture.width, picture.height);
    assert!(picture.came_back(&picture.rgba, width, height));
    let lighter: Vec<u8> = picture.rgba.iter().map(|part| (*part).max(9)).collect();
    assert!(picture.came_back(&lighter, width, height));
    let blank = vec![255; picture.rgba.len()];
    assert!(!picture.came_back(&blank, width, height));
    let mut other = link();
    other.url = PayUrl::stored("https://pay.example/other".to_owned());
    let other = CodePicture::of(&english(other)).unwrap().pixels(600).unwrap();
    assert!(!picture.came_back(&other.rgba, other.width, other.height));
}

#[test]
fn a_picture_that_no_phone_could_read_is_not_made() {
    assert!(picture(Environment::Live).pixels(40).is_err());
}

#[test]
fn the_svg_needs_no_font_and_keeps_whole_modules() {
    for environment in [Environment::Live, Environment::Practice] {
        let svg = picture(environment).svg().unwrap();
        assert!(svg.starts_with("<svg ") && svg.contains("width=\"60mm\""), "{}", &svg[..200]);
        assert!(!svg.contains("<text"));
        let options = resvg::usvg::Options::default();
        let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
        let (width, height) = (tree.size().width(), tree.size().height());
        // 60 mm at 96 dpi.
        assert!((226.0..228.0).contains(&width), "{width}");
        assert_eq!(height > width + 1.0, environment == Environment::Practice);
    }
}
