public import WebSocket

/// What a path names. Whether a board of that name exists, and whether the method fits, is asked afterwards,
/// in that order: what is not there is not there for any method.
public enum Route: Equatable, Sendable {
    /// The web client, for the main board or a named one.
    case page(board: String?)
    /// Any other path: perhaps a file of the web client.
    case asset(path: String)
    case webSocket(board: String)
    case session
    /// To draw as staff, with the code of a link.
    case staffSession
    /// To draw as oneself again.
    case ownSession
    case boards
    case board(String)
    case hello(board: String)
    case text(board: String)
    case chat(board: String)
    case pixels(board: String)
    case changes(board: String)
    case place(board: String)
    case undo(board: String)
    case pixel(board: String)
    case snapshot(board: String)
    case history(board: String)
    case placements(board: String)
    /// To report who placed a pixel.
    case report(board: String)
    /// What somebody reported.
    case reports(board: String)
    case health
    case readiness
    /// Numbers for whoever watches over servers: on the admin socket, elsewhere only where that is wanted.
    case metrics
    /// For the operator and the staff: on the admin socket, and nowhere else.
    case admin(AdminRoute)

    /// The board that lives on every server.
    public static let mainBoard = "main"

    /// What the path of a request names.
    public init(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        self =
            switch (parts.first ?? "", parts.count) {
            case ("", 1): .page(board: nil)
            case ("b", 2): .page(board: parts[1])
            // The page is one file whatever its address: its relative links lead here from a board's own
            // page.
            case ("b", 3...): .asset(path: "/" + parts.dropFirst().joined(separator: "/"))
            case ("ws", 1): .webSocket(board: Route.mainBoard)
            case ("ws", 2): .webSocket(board: parts[1])
            case ("healthz", 1): .health
            case ("readyz", 1): .readiness
            case ("metrics", 1): .metrics
            case ("admin", 2): AdminRoute(parts[1]).map { .admin($0) } ?? .asset(path: path)
            case ("api", _): Route.api(parts.dropFirst().map(\.self)) ?? .asset(path: path)
            default: .asset(path: path)
            }
    }

    private static func api(_ parts: [String]) -> Route? {
        if parts == ["session"] { return .session }
        if parts == ["session", "staff"] { return .staffSession }
        if parts == ["session", "own"] { return .ownSession }
        guard parts.first == "boards" else { return nil }
        switch parts.count {
        case 1: return .boards
        case 2: return .board(parts[1])
        case 3:
            let board = parts[1]
            switch parts[2] {
            case "hello": return .hello(board: board)
            case "text": return .text(board: board)
            case "chat": return .chat(board: board)
            case "pixels": return .pixels(board: board)
            case "changes": return .changes(board: board)
            case "place": return .place(board: board)
            case "undo": return .undo(board: board)
            case "pixel": return .pixel(board: board)
            case "snapshot.png": return .snapshot(board: board)
            case "history": return .history(board: board)
            case "placements": return .placements(board: board)
            case "report": return .report(board: board)
            case "reports": return .reports(board: board)
            default: return nil
            }
        default: return nil
        }
    }

    /// The board that the path names, if it names one.
    public var boardName: String? {
        switch self {
        case .page(let board): board
        case .hello(let board), .text(let board), .chat(let board), .report(let board),
            .reports(let board):
            board
        case .webSocket(let board), .board(let board), .pixels(let board), .changes(let board),
            .place(let board), .undo(let board), .pixel(let board), .snapshot(let board), .history(let board),
            .placements(let board):
            board
        case .asset, .session, .staffSession, .ownSession, .boards, .health, .readiness, .metrics, .admin: nil
        }
    }

    /// The methods that this path takes, as `Allow` lists them.
    public var methods: [String] {
        switch self {
        case .session, .staffSession, .ownSession, .place, .undo, .text, .report: ["POST"]
        case .admin(let route): route.methods
        default: ["GET", "HEAD"]
        }
    }
}

/// Why a request cannot be served, as the JSON error says it.
public struct RouteError: Error, Equatable, Sendable {
    /// The status of the answer.
    public let status: Int
    /// A word for programs.
    public let code: String
    /// A sentence for people.
    public let message: String

    /// A reason with the status it is told with.
    public init(status: Int, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// A parameter that is no integer.
    public static func notInteger(_ name: String) -> RouteError {
        RouteError(status: 400, code: "bad-request", message: "\(name) must be an integer.")
    }

    /// A value that no board or picture has.
    public static func outOfRange(_ message: String) -> RouteError {
        RouteError(status: 422, code: "out-of-range", message: message)
    }
}

extension HTTPRequest {
    /// The token that names the session: from `Authorization: Bearer`, else the query, else the cookie.
    public var sessionToken: String? {
        if let authorization = first("authorization") {
            let parts = authorization.split(separator: " ", omittingEmptySubsequences: true)
            if parts.count == 2, parts[0].lowercased() == "bearer" { return String(parts[1]) }
        }
        return queryValue("token") ?? cookie("toile_session")
    }

    /// The value of a cookie; the first of that name counts.
    public func cookie(_ name: String) -> String? {
        for field in fields where field.name == "cookie" {
            for pair in field.value.split(separator: ";") {
                let trimmed = pair.drop(while: { $0 == " " })
                if trimmed.hasPrefix(name + "=") { return String(trimmed.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }
}
