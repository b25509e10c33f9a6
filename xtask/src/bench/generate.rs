//! Logs for the ten policies, the same bytes at every run.
//!
//! Sparse logs have one event per time-point, a minute apart on average; dense
//! ones have many per time-point, a second apart.

use std::fmt::Write as _;
use std::io::{self, Write};

/// Names a policy, with its signature and its formula.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    pub(crate) name: &'static str,
    pub(crate) signature: &'static str,
    pub(crate) formula: &'static str,
    pub(crate) dense: bool,
    /// The events per CPU-second wanted.
    pub(crate) goal: u64,
}

const PAY: &str = "pay(k:int,a:int,i:int)";
const LOAD: &str = "LET open(v,p) = (NOT close(v)) SINCE[0,*) incident(v,p) IN \
    LET overdue(v,p) = (NOT close(v)) SINCE[6h,*) incident(v,p) IN \
    LET load(p,n) = n <- CNT v; p overdue(v,p) IN \
    LET tot(p,m) = m <- CNT v; p open(v,p) IN \
    report(p) AND load(p,n) AND tot(p,m) AND n * 3 > m * 2";

/// The ten policies.
pub(crate) const POLICIES: [Policy; 10] = [
    sparse(
        "resp",
        "request(k:int) grant(k:int)",
        "request(k) AND NOT EVENTUALLY[0,7d] grant(k)",
        2_000_000,
    ),
    sparse(
        "since",
        "access(u:int,r:int) grant(u:int,r:int) revoke(u:int,r:int)",
        "access(u,r) AND NOT ((NOT revoke(u,r)) SINCE[0,*) grant(u,r))",
        2_000_000,
    ),
    sparse(
        "once",
        "p(x:int) q(x:int)",
        "q(x) AND NOT (ONCE[1d,30d] p(x))",
        2_000_000,
    ),
    sparse(
        "cnt",
        PAY,
        "(c <- CNT i; k (ONCE[0,7d] pay(k,a,i))) AND c > 24",
        2_500_000,
    ),
    sparse(
        "agg",
        PAY,
        "(s <- SUM a; k (ONCE[0,7d] pay(k,a,i))) AND s > 13000",
        2_500_000,
    ),
    sparse(
        "letp",
        "incident(v:int,p:int) close(v:int) report(p:int)",
        LOAD,
        1_000_000,
    ),
    dense(
        "linear",
        "P(w:int,x:int) Q(x:int,y:int) R(y:int,z:int)",
        "((ONCE[0,9] P(w,x)) AND Q(x,y)) AND (EVENTUALLY[0,9] R(y,z))",
        6_000_000,
    ),
    dense(
        "triangle",
        "P(x:int,y:int) Q(y:int,z:int) R(z:int,x:int)",
        "((ONCE[0,9] P(x,y)) AND Q(y,z)) AND (EVENTUALLY[0,9] R(z,x))",
        6_000_000,
    ),
    dense(
        "star",
        "P(w:int,x:int) Q(w:int,y:int) R(w:int,z:int)",
        "((ONCE[0,9] P(w,x)) AND Q(w,y)) AND (EVENTUALLY[0,9] R(w,z))",
        6_000_000,
    ),
    dense(
        "rate",
        "conn(k:int,i:int)",
        "(c <- CNT i; k (ONCE[0,59] conn(k,i))) AND c > 20",
        10_000_000,
    ),
];

const fn sparse(
    name: &'static str,
    signature: &'static str,
    formula: &'static str,
    goal: u64,
) -> Policy {
    let dense = false;
    Policy {
        name,
        signature,
        formula,
        dense,
        goal,
    }
}

const fn dense(
    name: &'static str,
    signature: &'static str,
    formula: &'static str,
    goal: u64,
) -> Policy {
    let dense = true;
    Policy {
        name,
        signature,
        formula,
        dense,
        goal,
    }
}

/// Draws numbers, always the same ones.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        // SplitMix64, by Steele, Lea and Flood (2014).
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}

/// Writes a log of `events` events, `width` per time-point.
pub(crate) fn write(
    policy: &Policy,
    events: u64,
    width: u64,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut source = Source {
        dice: Dice(7),
        policy: policy.name,
        width,
        ts: 0,
        waiting: Vec::new(),
        made: 0,
    };
    let mut line = String::new();
    let mut left = events;
    while left > 0 {
        let here = left.min(width);
        line.clear();
        source.ts += if policy.dense {
            1
        } else {
            1 + source.dice.roll(119)
        };
        let _ = write!(line, "@{}", source.ts);
        for _ in 0..here {
            source.event(&mut line);
        }
        line.push_str(";\n");
        out.write_all(line.as_bytes())?;
        left -= here;
    }
    Ok(())
}

struct Source {
    dice: Dice,
    policy: &'static str,
    width: u64,
    ts: u64,
    /// Keys that something later refers to, with the instant of each.
    waiting: Vec<(u64, u64)>,
    made: u64,
}

impl Source {
    /// Takes one of the keys that wait, preferring old ones.
    fn take(&mut self) -> Option<u64> {
        let reach = (self.waiting.len() as u64).min(2_000);
        let at = usize::try_from(self.dice.roll(reach)).ok()?;
        (at < self.waiting.len()).then(|| self.waiting.swap_remove(at).0)
    }

    fn fresh(&mut self) -> u64 {
        self.made += 1;
        self.waiting.push((self.made, self.ts));
        self.made
    }

    fn event(&mut self, line: &mut String) {
        let kind = self.dice.roll(100);
        let _ = match self.policy {
            "resp" => match self.take().filter(|_| kind < 48 && self.made > 2_000) {
                Some(key) => write!(line, " grant({key})"),
                None => write!(line, " request({})", self.fresh()),
            },
            "since" => {
                let (u, r) = (self.dice.roll(1_000), self.dice.roll(100));
                match kind {
                    0..30 => write!(line, " grant({u},{r})"),
                    30..33 => write!(line, " revoke({u},{r})"),
                    _ => write!(line, " access({u},{r})"),
                }
            }
            "once" => {
                let x = self.dice.roll(10_000);
                write!(line, " {}({x})", if kind < 50 { "p" } else { "q" })
            }
            "cnt" | "agg" => {
                let (k, a) = (self.dice.roll(1_000), 1 + self.dice.roll(1_000));
                self.made += 1;
                write!(line, " pay({k},{a},{})", self.made)
            }
            "letp" => match kind {
                0..40 => {
                    let key = self.fresh();
                    write!(line, " incident({key},{})", key % 100)
                }
                40..80 => match self.take() {
                    Some(key) => write!(line, " close({key})"),
                    None => write!(line, " report(0)"),
                },
                _ => write!(line, " report({})", self.dice.roll(100)),
            },
            "rate" => {
                self.made += 1;
                write!(
                    line,
                    " conn({},{})",
                    self.dice.roll(10 * self.width),
                    self.made
                )
            }
            shape => {
                let domain = if shape == "triangle" { 3 } else { 10 } * self.width;
                let (a, b) = (self.dice.roll(domain), self.dice.roll(domain));
                write!(
                    line,
                    " {}({a},{b})",
                    if kind < 34 {
                        "P"
                    } else if kind < 67 {
                        "Q"
                    } else {
                        "R"
                    }
                )
            }
        };
    }
}

/// The width of a time-point in an ordinary log of this policy.
pub(crate) fn width(policy: &Policy) -> u64 {
    if policy.dense { 1_000 } else { 1 }
}
