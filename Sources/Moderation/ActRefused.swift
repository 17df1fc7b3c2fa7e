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

    /// A line of the audit is farther back than is looked.
    public static func tooOld(_ number: UInt64) -> ActRefused {
        ActRefused(
            .notUndoable,
            "Line \(number) is too old to be undone: so far back nobody looks. Lift what still holds of it.")
    }
}
