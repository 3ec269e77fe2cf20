//! The whole way of one picture: encode, draw, write as PNG, open it again, find the code, compare
//! the text.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use qr::QrCode;

/// As long as a Global Payments link: 68 characters.
const LINK: &str = "https://apis.globalpay.com/ucp/postlinks/LNK_0123456789abcdefGHIJKLM";

fn whole_way(criterion: &mut Criterion) {
    assert_eq!(LINK.len(), 68, "the bench promises a link of 68 characters");
    let mut group = criterion.benchmark_group("qr");
    for room in [480, 960] {
        group.bench_function(format!("encode, draw and check within {room} px"), |bencher| {
            bencher.iter(|| QrCode::encode(black_box(LINK)).and_then(|code| code.png(room)));
        });
    }
    group.finish();
}

criterion_group!(benches, whole_way);
criterion_main!(benches);
