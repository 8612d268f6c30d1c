//! Counts the allocations of a generated check of a valid request and prints how many one makes.

use aliyun_dbs::Edition;
use contingent_bench::requests::Case;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CHECKS: usize = 1000;

fn main() {
    let case = Case::valid();
    let region = Region::new(ALLOCATOR);
    for _ in 0..CHECKS {
        black_box(black_box(&case.request).check(black_box(&case.facts), black_box(Some(Edition::Seed))));
        black_box(black_box(&case.request).check(black_box(&case.facts), black_box(None)));
    }
    let change = region.change();
    // Rounded up: one allocation at the first check is one too many.
    println!("{}", (change.allocations + change.reallocations).div_ceil(CHECKS));
}
