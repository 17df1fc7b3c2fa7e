public import Wire

/// What the operator and the staff may ask for, by the path behind `/admin/`.
public enum AdminRoute: Equatable, Sendable {
    /// To begin a backup, and to hear how far it is.
    case backup
    /// The live state, as a WebSocket.
    case console
    /// Everything that moderators ask and do: a word may be both, as `defence` is.
    case desk(AdminQuestion.Subject?, AdminVerb?)

    /// The route of a word; nil where there is none.
    public init?(_ word: String) {
        switch word {
        case "backup": self = .backup
        case "ws": self = .console
        default:
            let (topic, verb) = (AdminQuestion.Subject(rawValue: word), AdminVerb(rawValue: word))
            if topic == nil, verb == nil { return nil }
            self = .desk(topic, verb)
        }
    }

    /// The methods that it takes.
    public var methods: [String] {
        switch self {
        case .backup: ["GET", "HEAD", "POST"]
        case .console: ["GET", "HEAD"]
        case .desk(let topic, let verb):
            (topic == nil ? [] : ["GET", "HEAD"]) + (verb == nil ? [] : ["POST"])
        }
    }
}
