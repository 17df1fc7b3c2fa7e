public import Wire

/// Why an act was not done.
public struct ActRefused: Error, Equatable, Sendable {
    /// For programs, and for the exit code.
    public let code: AdminRefusal
    /// For people: what is the matter, why, and what to do.
    public let message: String

    /// A refusal.
    public init(_ code: AdminRefusal, _ message: String) {
        self.code = code
        self.message = message
    }
}
