//! The words for what is decided and for where somebody stands: one list each,
//! which every reader and writer of them asks.

use super::{DecisionAct, Stance};

impl DecisionAct {
    /// Every act that decides, in the order in which they are named.
    pub const ALL: [Self; 21] = [
        Self::Certify,
        Self::Waive,
        Self::Declare,
        Self::Propose,
        Self::Adopt,
        Self::Extend,
        Self::Suspend,
        Self::Resume,
        Self::Notify,
        Self::Invoke,
        Self::Reprioritise,
        Self::Screen,
        Self::Verify,
        Self::Meet,
        Self::Decide,
        Self::Acknowledge,
        Self::Comply,
        Self::Refuse,
        Self::Refer,
        Self::Remedy,
        Self::Close,
    ];

    /// Returns its word, as evidence files and statements write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certify => "certify",
            Self::Waive => "waive",
            Self::Declare => "declare",
            Self::Propose => "propose",
            Self::Adopt => "adopt",
            Self::Extend => "extend",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Notify => "notify",
            Self::Invoke => "invoke",
            Self::Reprioritise => "reprioritise",
            Self::Screen => "screen",
            Self::Verify => "verify",
            Self::Meet => "meet",
            Self::Decide => "decide",
            Self::Acknowledge => "acknowledge",
            Self::Comply => "comply",
            Self::Refuse => "refuse",
            Self::Refer => "refer",
            Self::Remedy => "remedy",
            Self::Close => "close",
        }
    }

    /// Reads a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl Stance {
    /// Every stance, in the order in which they are named.
    pub const ALL: [Self; 5] = [
        Self::Support,
        Self::Oppose,
        Self::Conditional,
        Self::Dispute,
        Self::Accept,
    ];

    /// Returns its word, as evidence files and statements write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Oppose => "oppose",
            Self::Conditional => "conditional",
            Self::Dispute => "dispute",
            Self::Accept => "accept",
        }
    }

    /// Reads a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
