//! The `servanda` binary.

fn main() {}
