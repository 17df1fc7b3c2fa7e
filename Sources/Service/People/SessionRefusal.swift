import Wire

/// Why somebody was not given a session, or not the name.
enum SessionRefusal: Error {
    /// The address has opened as many as it may for now.
    case tooMany
    /// There are as many as this server can have.
    case full
    /// The name could be taken for one of the staff.
    case staffName
    /// Whoever draws as staff has the name that the system gives them.
    case drawsAsStaff
    /// It could not be made durable.
    case notKept
    /// Where it comes from nobody may play for now.
    case banned(ErrorMessage)

    /// What is told, by an `error` or in the answer to a request.
    var message: ErrorMessage {
        switch self {
        case .tooMany:
            ErrorMessage(
                code: "too-many-sessions",
                message: "Too many new sessions from your address. Try again later.")
        case .full:
            ErrorMessage(
                code: "too-many-sessions", message: "This server has no room for new players any more.")
        case .staffName:
            ErrorMessage(
                code: "bad-name",
                message: "That name could be taken for one of the people who run this board. Choose another.")
        case .drawsAsStaff:
            ErrorMessage(
                code: "bad-name",
                message: "As staff you have the name that the system gives you. Draw as yourself first.")
        case .banned(let error): error
        case .notKept:
            ErrorMessage(
                code: "busy", message: "The server cannot keep anything new just now. Try again in a moment.")
        }
    }

    var httpStatus: Int {
        switch self {
        case .tooMany, .full: 429
        case .staffName, .drawsAsStaff: 422
        case .notKept: 503
        case .banned: 403
        }
    }

    var retryAfterSeconds: Int? {
        switch self {
        case .tooMany: 60
        case .full: 3600
        case .staffName, .drawsAsStaff, .banned: nil
        case .notKept: 1
        }
    }
}
