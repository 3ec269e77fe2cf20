use domain::{account::Environment, language::Language, pay_url::PayUrl};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf, vello_cpu::color::palette::css::WHITE,
};
use resvg::tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Transform};
use share::{Invitation, Paper, Point, Shape, Slip, Step};

use crate::link::{URL, english, link, of};

/// A page as a printer of 203 dpi sees it.
struct Printed {
    gray: Vec<u8>,
    width: usize,
    height: usize,
    /// The page's own size in points.
    points: (f32, f32),
}

impl Printed {
    #[expect(clippy::float_arithmetic, reason = "a PDF counts in points")]
    fn of(pdf: Vec<u8>) -> Self {
        let pdf = Pdf::new(pdf).unwrap();
        let pages = pdf.pages();
        assert_eq!(pages.len(), 1);
        let scale = 203.0 / 72.0;
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let interpreter = InterpreterSettings::default();
        let (cache, render) = (RenderCache::new(), RenderSettings::default());
        let page = hayro::render(&pages[0], &cache, &interpreter, &render, &settings);
        let gray = page.data_as_u8_slice().chunks_exact(4).map(|pixel| pixel[1]).collect();
        let (width, height) = (usize::from(page.width()), usize::from(page.height()));
        Self { gray, width, height, points: pages[0].render_dimensions() }
    }

    /// The same page from its shapes.
    #[expect(clippy::float_arithmetic, reason = "shapes are counted in points")]
    fn from_shapes(slip: &Slip, like: &Self) -> Self {
        let (width, height) = (like.width, like.height);
        let size = [width, height].map(|side| u32::try_from(side).unwrap());
        let mut page = Pixmap::new(size[0], size[1]).unwrap();
        page.fill(Color::WHITE);
        let scale = Transform::from_scale(203.0 / 72.0, 203.0 / 72.0);
        for shape in slip.shapes().unwrap() {
            let mut paint = Paint::default();
            let [red, green, blue] = shape.color;
            paint.set_color_rgba8(red, green, blue, 255);
            let rule = if shape.is_even_odd { FillRule::EvenOdd } else { FillRule::Winding };
            page.fill_path(&outline(&shape), &paint, rule, scale, None);
        }
        let gray = page.data().chunks_exact(4).map(|pixel| pixel[1]).collect();
        Self { gray, width, height, points: like.points }
    }

    fn reads(&self, url: &str) -> bool {
        qr::scan(&self.gray, self.width, self.height, url) == Ok(())
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.gray[y * self.width + x]
    }

    /// The upper left of the first corner square whose modules are whole dots, `module` of them each.
    fn code(&self, module: usize) -> (usize, usize) {
        let black = |x: usize, y: usize| self.at(x, y) == 0;
        let is_corner = |x: usize, y: usize| {
            let side = 7 * module;
            x > 0
                && y > 0
                && x + side < self.width
                && y + side < self.height
                && (0..side).all(|step| black(x + step, y) && black(x, y + step))
                && !black(x + side, y)
                && !black(x, y + side)
                && (0..side).all(|step| self.at(x + step, y - 1) == 255)
        };
        (0..self.height)
            .flat_map(|y| (0..self.width).map(move |x| (x, y)))
            .find(|(x, y)| is_corner(*x, *y))
            .unwrap()
    }
}

fn outline(shape: &Shape) -> resvg::tiny_skia::Path {
    let mut path = PathBuilder::new();
    for step in &shape.steps {
        match *step {
            Step::Move(to) => path.move_to(to.x, to.y),
            Step::Line(to) => path.line_to(to.x, to.y),
            Step::Curve(Point { x, y }, by, to) => path.cubic_to(x, y, by.x, by.y, to.x, to.y),
            Step::Close => path.close(),
        }
    }
    path.finish().unwrap()
}

fn printed(invitation: &Invitation, paper: Paper) -> Printed {
    Printed::of(invitation.slip(paper).unwrap().pdf().unwrap())
}

fn with(environment: Environment, url: &str) -> Invitation {
    let mut link = link();
    link.environment = environment;
    link.url = PayUrl::stored(url.to_owned());
    english(link)
}

#[test]
fn every_paper_prints_a_code_that_reads_as_the_link() {
    for paper in [Paper::Roll58, Paper::Roll80, Paper::A4] {
        for environment in [Environment::Live, Environment::Sandbox, Environment::Practice] {
            assert!(
                printed(&with(environment, URL), paper).reads(URL),
                "{paper:?} {environment:?}"
            );
        }
    }
}

#[test]
fn the_page_has_the_papers_real_width() {
    let near = |points: f32, millimetres: f32| (points - millimetres * 72.0 / 25.4).abs() < 0.01;
    for (paper, width) in [(Paper::Roll58, 58.0), (Paper::Roll80, 80.0), (Paper::A4, 210.0)] {
        let page = printed(&english(link()), paper);
        assert!(near(page.points.0, width), "{paper:?}: {}", page.points.0);
        if paper == Paper::A4 {
            assert!(near(page.points.1, 297.0), "{}", page.points.1);
        }
    }
}

#[test]
fn each_module_is_whole_dots_at_203_dpi() {
    let modules = qr::QrCode::encode(URL).unwrap().modules() as usize;
    for (paper, module) in [(Paper::Roll58, 8), (Paper::Roll80, 10), (Paper::A4, 16)] {
        let page = printed(&english(link()), paper);
        let (left, top) = page.code(module);
        for y in 0..modules * module {
            for x in 0..modules * module {
                let dot = page.at(left + x, top + y);
                let corner = page.at(left + x - x % module, top + y - y % module);
                assert!(
                    dot == corner && [0, 255].contains(&dot),
                    "{paper:?}: dot {x}, {y} is {dot}"
                );
            }
        }
    }
}

#[test]
fn a_roll_ends_where_the_slip_does_and_grows_with_its_text() {
    let mut long = link();
    long.what_for =
        "A jacket, trousers and a hat, all of them blue, and a pair of shoes".to_owned();
    let (short, long) = (english(link()), english(long));
    let height = |invitation| printed(invitation, Paper::Roll58).height;
    assert!(height(&long) > height(&short) + 20);
}

#[test]
fn a_very_long_link_still_fits_a_roll_and_an_endless_one_is_refused() {
    let long = format!("https://pay.example/{}", "a1b2c3d4".repeat(40));
    assert!(printed(&with(Environment::Live, &long), Paper::Roll58).reads(&long));
    let endless = format!("https://pay.example/{}", "a1b2c3d4".repeat(180));
    assert!(with(Environment::Live, &endless).slip(Paper::Roll58).is_err());
    assert!(printed(&with(Environment::Live, &endless), Paper::A4).reads(&endless));
}

#[test]
fn slips_in_every_language_read_back_and_the_svg_is_in_millimetres_without_fonts() {
    let mut link = link();
    link.shop_name = "მაღაზია „ვარდი“".to_owned();
    link.what_for = "سترة زرقاء <XL> & قبعة".to_owned();
    for language in Language::ALL {
        let slip = of(link.clone(), language).slip(Paper::Roll80).unwrap();
        assert!(Printed::of(slip.pdf().unwrap()).reads(URL), "{language:?}");
        let svg = slip.svg().unwrap();
        assert!(svg.contains("width=\"80.000mm\"") && !svg.contains("<text"), "{}", &svg[..300]);
        assert!(svg.contains(&format!("height=\"{}mm\"", slip.height())));
    }
}

#[test]
fn practice_wears_its_word_in_a_frame() {
    // The frame of A4 is in the colour of practice: nothing else on the slip is.
    let framed = |environment| {
        let pdf = with(environment, URL).slip(Paper::A4).unwrap().svg().unwrap();
        pdf.matches("#b4530a").count()
    };
    assert_eq!(framed(Environment::Live), 0);
    assert!(framed(Environment::Practice) >= 2, "the frame and the word");
    assert!(framed(Environment::Sandbox) >= 2);
    let height = |environment| printed(&with(environment, URL), Paper::Roll58).height;
    assert!(height(Environment::Practice) > height(Environment::Live) + 30);
}

#[test]
fn the_shapes_look_as_the_pdf_does() {
    let mut link = link();
    link.environment = Environment::Practice;
    link.what_for = "سترة زرقاء, 50 % & Café".to_owned();
    for (paper, language) in
        [(Paper::Roll58, Language::Ka), (Paper::Roll80, Language::Ar), (Paper::A4, Language::De)]
    {
        let slip = of(link.clone(), language).slip(paper).unwrap();
        let pdf = Printed::of(slip.pdf().unwrap());
        let shapes = Printed::from_shapes(&slip, &pdf);
        assert!(shapes.reads(URL), "{paper:?}");
        // Both blur the edges of letters, each in its way: none of them turns white to black.
        let pairs = pdf.gray.iter().zip(&shapes.gray);
        let other = pairs.filter(|(one, other)| one.abs_diff(**other) > 128).count();
        assert!(other * 5_000 < pdf.gray.len(), "{paper:?}: {other} of {}", pdf.gray.len());
        let blackened = pdf.gray.iter().filter(|dot| **dot < 128).count();
        assert!(blackened * 50 > pdf.gray.len(), "{paper:?}: {blackened}");
    }
}
