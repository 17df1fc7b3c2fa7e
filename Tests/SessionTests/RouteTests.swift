import Session
import Testing
import Wire

struct RouteTests {
    @Test(arguments: [
        ("/", Route.page(board: nil)),
        ("/b/main", .page(board: "main")),
        ("/b/no-such", .page(board: "no-such")),
        ("/ws", .webSocket(board: "main")),
        ("/ws/other", .webSocket(board: "other")),
        ("/ws/", .webSocket(board: "")),
        ("/api/session", .session),
        ("/api/session/staff", .staffSession),
        ("/api/session/own", .ownSession),
        ("/api/boards", .boards),
        ("/api/boards/main", .board("main")),
        ("/api/boards/main/hello", .hello(board: "main")),
        ("/api/boards/main/text", .text(board: "main")),
        ("/api/boards/main/chat", .chat(board: "main")),
        ("/api/boards/main/pixels", .pixels(board: "main")),
        ("/api/boards/main/history", .history(board: "main")),
        ("/api/boards/main/placements", .placements(board: "main")),
        ("/api/boards/main/changes", .changes(board: "main")),
        ("/api/boards/main/place", .place(board: "main")),
        ("/api/boards/main/undo", .undo(board: "main")),
        ("/api/boards/main/pixel", .pixel(board: "main")),
        ("/api/boards/main/snapshot.png", .snapshot(board: "main")),
        ("/healthz", .health),
        ("/readyz", .readiness),
        ("/metrics", .metrics),
        ("/admin/backup", .admin(.backup)),
        ("/admin/ws", .admin(.console)),
        ("/admin/people", .admin(.desk(.people, nil))),
        ("/admin/lift-area", .admin(.desk(nil, .liftArea))),
        ("/admin/defence", .admin(.desk(.defence, .defence))),
    ])
    func `every path of the contract has its route`(path: String, route: Route) {
        #expect(Route(path: path) == route)
    }

    @Test(arguments: [
        "/b", "/b/", "/ws/main/x", "/api", "/api/", "/api/session/",
        "/api/session/x", "/api/session/staff/", "/api/session/staff/x", "/api/session/Own",
        "/api/boards/main/pixels/", "/api/boards/main/nothing", "/api/boards/main/pixels/x", "//", "//ws",
        "/healthz/", "/readyz/x", "/metrics/", "/admin", "/admin/", "/admin/people/x", "/admin/Ban",
        "/admin/backup/", "/admin/nothing", "/HEALTHZ", "/Ws",
        "*", "/index.html", "/../etc",
        "/api/boards/main/snapshot",
    ])
    func `any other path names a board that is not there, or a file`(path: String) {
        switch Route(path: path) {
        case .asset(let given): #expect(given == path)
        case .page(let board): #expect(board == "")
        default: Issue.record("\(path) is \(Route(path: path))")
        }
    }

    @Test func `a board's own page finds the client's files beside it`() {
        #expect(Route(path: "/b/js/main.js") == .asset(path: "/js/main.js"))
        #expect(Route(path: "/b/main/") == .asset(path: "/main/"))
    }

    @Test func `the board a path names is asked for before the method`() {
        #expect(Route(path: "/api/boards/x/place").boardName == "x")
        for route in ["hello", "text", "chat"] {
            #expect(Route(path: "/api/boards/x/\(route)").boardName == "x")
        }
        #expect(Route(path: "/ws").boardName == "main")
        #expect(Route(path: "/b/x").boardName == "x")
        #expect(Route(path: "/").boardName == nil)
        #expect(Route(path: "/api/boards").boardName == nil)
        #expect(Route(path: "/api/boards/").boardName == "")
    }

    @Test func `HEAD works wherever GET does, and POST only where it is meant`() {
        let readable = [
            "/", "/ws", "/api/boards", "/api/boards/a/pixels", "/api/boards/a/hello", "/api/boards/a/chat",
            "/healthz", "/some.js",
        ]
        for path in readable {
            #expect(Route(path: path).methods == ["GET", "HEAD"])
        }
        for verb in AdminVerb.allCases where verb != .defence {
            #expect(Route(path: "/admin/\(verb.rawValue)").methods == ["POST"])
        }
        for topic in AdminQuestion.Subject.allCases where topic != .defence {
            #expect(Route(path: "/admin/\(topic.rawValue)").methods == ["GET", "HEAD"])
        }
        #expect(Route(path: "/admin/defence").methods == ["GET", "HEAD", "POST"])
        let writable = [
            "/api/session", "/api/session/staff", "/api/session/own", "/api/boards/a/place",
            "/api/boards/a/undo", "/api/boards/a/text",
        ]
        for path in writable {
            #expect(Route(path: path).methods == ["POST"])
        }
    }
}
