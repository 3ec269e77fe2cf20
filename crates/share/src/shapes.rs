//! A drawing as filled shapes, for a printer that is drawn on by others.

use resvg::{
    tiny_skia::{PathSegment, Point as DotPoint, Transform},
    usvg::{FillRule, Group, Node, Opacity, Paint, Path, Tree},
};

use crate::ShareError;

/// Points of 72 to the inch in a dot of 203.
const POINTS: f32 = 72.0 / 203.0;

/// How far the points of a cubic curve lie on the way to the one point of a quadratic one.
const TWO_THIRDS: f32 = 2.0 / 3.0;

/// A shape that is filled with one colour. Later shapes lie over earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Red, green and blue.
    pub color: [u8; 3],
    /// True where what lies inside twice is outside again, as in the hole of a letter that is drawn either way round.
    pub is_even_odd: bool,
    /// Its outline.
    pub steps: Vec<Step>,
}

/// A part of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins here.
    Move(Point),
    /// Goes straight to here.
    Line(Point),
    /// Goes to the last of the points, drawn by the other two (a cubic Bézier curve).
    Curve(Point, Point, Point),
    /// Goes back to where it began.
    Close,
}

/// A place on the paper: how far right of and below its upper left corner, in points of 72 to the inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// The shapes of a drawing that is counted in dots.
pub(crate) fn shapes(tree: &Tree) -> Result<Vec<Shape>, ShareError> {
    let mut shapes = Vec::new();
    add(tree.root(), Transform::from_scale(POINTS, POINTS), &mut shapes)?;
    Ok(shapes)
}

/// Only what is plainly filled becomes a shape. A drawing with anything else is refused: a part of it would be missing.
fn add(group: &Group, to_points: Transform, shapes: &mut Vec<Shape>) -> Result<(), ShareError> {
    if group.should_isolate() {
        return Err(not_plain());
    }
    let to_points = to_points.pre_concat(group.transform());
    for node in group.children() {
        match node {
            Node::Group(group) => add(group, to_points, shapes)?,
            Node::Text(text) => add(text.flattened(), to_points, shapes)?,
            Node::Path(path) => shapes.push(shape(path, to_points)?),
            Node::Image(_) => return Err(not_plain()),
        }
    }
    Ok(())
}

fn shape(path: &Path, to_points: Transform) -> Result<Shape, ShareError> {
    let fill = path.fill().filter(|fill| fill.opacity() == Opacity::ONE).ok_or_else(not_plain)?;
    let Paint::Color(color) = fill.paint() else {
        return Err(not_plain());
    };
    let outline = path.data().clone().transform(to_points).ok_or_else(not_plain)?;
    if path.stroke().is_some() || !path.is_visible() {
        return Err(not_plain());
    }
    Ok(Shape {
        color: [color.red, color.green, color.blue],
        is_even_odd: fill.rule() == FillRule::EvenOdd,
        steps: steps(outline.segments()),
    })
}

fn steps(segments: impl Iterator<Item = PathSegment>) -> Vec<Step> {
    let mut at = DotPoint::zero();
    segments
        .map(|segment| {
            let from = at;
            match segment {
                PathSegment::MoveTo(to)
                | PathSegment::LineTo(to)
                | PathSegment::QuadTo(_, to)
                | PathSegment::CubicTo(_, _, to) => at = to,
                // What follows begins anew.
                PathSegment::Close => {}
            }
            match segment {
                PathSegment::MoveTo(to) => Step::Move(point(to)),
                PathSegment::LineTo(to) => Step::Line(point(to)),
                // The same curve, with two points instead of one.
                PathSegment::QuadTo(by, to) => {
                    Step::Curve(point(towards(from, by)), point(towards(to, by)), point(to))
                }
                PathSegment::CubicTo(first, second, to) => {
                    Step::Curve(point(first), point(second), point(to))
                }
                PathSegment::Close => Step::Close,
            }
        })
        .collect()
}

fn towards(from: DotPoint, to: DotPoint) -> DotPoint {
    let mut way = to - from;
    way.scale(TWO_THIRDS);
    from + way
}

fn point(point: DotPoint) -> Point {
    Point { x: point.x, y: point.y }
}

fn not_plain() -> ShareError {
    ShareError::NotDrawn("it is not made of filled shapes alone".to_owned())
}
