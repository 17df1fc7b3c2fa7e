/// What an acknowledged change survives.
public enum Durability: String, Sendable, CaseIterable {
    /// A power cut.
    case strict
    /// The death of the process. A power cut takes what was placed since the last checkpoint, and boards
    /// begin a new epoch after it.
    case relaxed
}
