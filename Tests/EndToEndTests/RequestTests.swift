import Foundation
import TestKit
import Testing
import WebSocket
import Wire

/// Every route of the contract, with good and bad input.
struct RequestTests {
    private static let small = ["--board", "main=40x25", "--board", "attic=300x200"]

    private func bearer(_ session: TestSession) -> [(String, String)] {
        [("Authorization", "Bearer \(session.token)")]
    }

    // MARK: Everywhere

    @Test(arguments: [1, 3])
    func `what is not there is 404 for any method, what is there says its methods`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let client = try HTTPClient(port: toile.port)
        let nowhere = [
            "/nothing", "/api", "/api/", "/api/boards/none", "/api/boards/none/place", "/ws/none", "/b/none",
            "/api/boards/main/nothing", "/api/boards/MAIN", "/api/boards/m%61in", "/metrics", "/admin/ws",
            "/ws/",
            "/../etc/passwd", "/js/../index.html",
        ]
        for target in nowhere {
            for method in ["GET", "POST", "DELETE"] {
                let answer = try client.ask(method, target)
                #expect(answer.status == 404 && answer.errorCode != nil, "\(method) \(target)")
                #expect(answer["content-type"] == "application/json")
            }
        }
        let readable = [
            "/", "/b/main", "/ws", "/api/boards", "/api/boards/main", "/api/boards/main/pixels",
            "/api/boards/main/changes", "/api/boards/main/pixel", "/api/boards/main/snapshot.png", "/healthz",
            "/readyz",
        ]
        for target in readable {
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
                let answer = try client.ask(method, target)
                #expect(answer.status == 405 && answer["allow"] == "GET, HEAD", "\(method) \(target)")
            }
        }
        for target in ["/api/session", "/api/boards/main/place", "/api/boards/main/text"] {
            for method in ["GET", "HEAD", "PUT"] {
                let answer = try client.ask(method, target)
                #expect(answer.status == 405 && answer["allow"] == "POST", "\(method) \(target)")
            }
        }
    }

    @Test func `HEAD says what GET says, without the body`() throws {
        let toile = try ToileProcess(Self.small)
        let client = try HTTPClient(port: toile.port)
        let targets = [
            "/", "/b/main", "/api/boards", "/api/boards/main", "/api/boards/main/pixels",
            "/api/boards/main/hello", "/api/boards/main/chat", "/api/boards/main/changes",
            "/api/boards/main/pixel?x=1&y=1", "/api/boards/main/snapshot.png", "/healthz", "/readyz",
            "/nothing",
        ]
        for target in targets {
            let get = try client.ask("GET", target)
            let head = try client.ask("HEAD", target)
            #expect(head.status == get.status && head.body.isEmpty, "\(target)")
            #expect(head["content-length"] == String(get.body.count), "\(target)")
            #expect(head["content-type"] == get["content-type"] && head["etag"] == get["etag"])
        }
    }

    @Test(arguments: [1, 3])
    func `requests that are sent together are answered in order`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let client = try HTTPClient(port: toile.port)
        let session = try toile.session()
        let body = #"{"x":1,"y":1,"colour":4}"#
        try client.send("GET", "/api/boards/attic/pixels")
        try client.send("POST", "/api/boards/main/place", fields: bearer(session), body: body)
        try client.send("GET", "/healthz")
        try client.send("GET", "/api/boards/main/snapshot.png")
        try client.send("GET", "/api/boards/main/pixels", fields: [("Accept-Encoding", "gzip")])
        try client.send("GET", "/nothing")
        try client.send("HEAD", "/api/boards/main/pixels")
        try client.send("GET", "/readyz", fields: [("Connection", "close")])
        try client.send("GET", "/healthz")
        #expect(try client.answer().body.count == 60_000)
        #expect(try client.answer().json?["status"]?.integer == 0)
        #expect(try client.answer().text == "ok\n")
        #expect(try client.answer()["content-type"] == "image/png")
        #expect(try client.answer()["content-encoding"] == "gzip")
        #expect(try client.answer().status == 404)
        #expect(try client.answer(toHead: true)["content-length"] == "1000")
        let last = try client.answer()
        #expect(last.text == "ready\n" && last["connection"] == "close")
        #expect(try client.isClosed())
    }

    @Test func `a peer that says its last byte early is answered all the same`() throws {
        let toile = try ToileProcess(Self.small)
        let client = try HTTPClient(port: toile.port)
        try client.send("GET", "/api/boards/attic/pixels")
        try client.send("GET", "/api/boards/main/pixels")
        client.socket.endSending()
        #expect(try client.answer().body.count == 60_000)
        #expect(try client.answer().body.count == 1000)
        #expect(try client.isClosed())
    }

    // MARK: The page

    @Test func `the page is served with its guards`() throws {
        let toile = try ToileProcess(Self.small)
        let page = try toile.ask("GET", "/")
        #expect(page.status == 200 && page["content-type"]?.hasPrefix("text/html") == true)
        #expect(page["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(page["x-content-type-options"] == "nosniff")
        let tag = try #require(page["etag"])
        let again = try toile.ask("GET", "/", fields: [("If-None-Match", tag)])
        #expect(again.status == 304 && again.body.isEmpty)
        let zipped = try toile.ask("GET", "/", fields: [("Accept-Encoding", "gzip")])
        #expect(
            zipped["content-encoding"] == "gzip" && zipped["etag"] != tag
                && zipped["vary"] == "Accept-Encoding")
        #expect(try Gunzip.decode(zipped.body) == page.body)
    }

    // MARK: Sessions

    @Test func `a session is a token, an id, a name and a cookie`() throws {
        let toile = try ToileProcess(Self.small)
        let answer = try toile.ask("POST", "/api/session", body: #"{"name":"Lin_us-1"}"#)
        #expect(answer.status == 200 && answer["content-type"] == "application/json")
        let token = try #require(answer.json?["token"]?.string)
        let cookie = try #require(answer["set-cookie"])
        #expect(cookie.hasPrefix("toile_session=\(token); "))
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Secure") && token.count >= 40)
        #expect(answer.json?["name"]?.string == "Lin_us-1" && answer.json?["id"]?.string != token)
        // The same again, by any of the ways to say who one is.
        for fields in [[("Authorization", "Bearer \(token)")], [("Cookie", "toile_session=\(token)")]] {
            let again = try toile.ask("POST", "/api/session", fields: fields)
            #expect(again.json == answer.json)
        }
        #expect(try toile.ask("POST", "/api/session?token=\(token)").json?["id"] == answer.json?["id"])
        // Somebody unknown is somebody new.
        let other = try toile.ask("POST", "/api/session", fields: [("Authorization", "Bearer \(token)x")])
        #expect(other.status == 200 && other.json?["id"] != answer.json?["id"])
        for body in ["", "{}", #"{"name":null}"#] {
            let name = try toile.ask("POST", "/api/session", body: body).json?["name"]?.string ?? ""
            #expect((3...20).contains(name.count))
        }
    }

    @Test(arguments: [
        ("[]", 400), ("x", 400), ("\"name\"", 400), ("{", 400), ("{\"name\":\"a\\ud800\"}", 400),
        ("\u{feff}{}", 400),
        (#"{"name":"ab"}"#, 422), (#"{"name":"with space"}"#, 422), (#"{"name":"Zoë_"}"#, 422),
        (#"{"name":3}"#, 422),
        (#"{"name":"123456789012345678901"}"#, 422),
    ])
    func `a bad wish for a session is refused`(body: String, status: Int) throws {
        let toile = try ToileProcess(Self.small)
        let answer = try toile.ask("POST", "/api/session", body: body)
        #expect(answer.status == status && answer.errorCode != nil && answer["set-cookie"] == nil)
    }

    @Test func `too many sessions of an address are refused`() throws {
        let toile = try ToileProcess(["--sessions-per-address", "2"], isOpenToAll: false)
        _ = try toile.session()
        _ = try toile.session()
        let refused = try toile.ask("POST", "/api/session")
        #expect(refused.status == 429 && refused.errorCode != nil)
    }

    @Test func `pages of other sites may neither post nor connect`() throws {
        let toile = try ToileProcess(Self.small + ["--allow-origin", "https://friend.example"])
        let own = "http://127.0.0.1:\(toile.port)"
        for origin in [
            "null", "http://evil.example", "http://127.0.0.1", own + "0",
            "http://127.0.0.1.evil:\(toile.port)",
        ] {
            let fields = [("Origin", origin)]
            for target in ["/api/session", "/api/boards/main/place", "/api/boards/main/text"] {
                let answer = try toile.ask("POST", target, fields: fields, body: "{}")
                #expect(answer.status == 403 && answer.errorCode != nil, "\(origin)")
            }
            #expect(try toile.ask("GET", "/ws", fields: fields).status == 403)
            #expect(try toile.ask("GET", "/ws/none", fields: fields).status == 404)
            // Reading is for everybody.
            #expect(try toile.ask("GET", "/api/boards", fields: fields).status == 200)
        }
        for origin in [own, own.uppercased(), "https://friend.example", "https://FRIEND.example:443"] {
            #expect(try toile.ask("POST", "/api/session", fields: [("Origin", origin)]).status == 200)
            _ = try WebSocketClient(port: toile.port, fields: [("Origin", origin)]).nextText("hello")
        }
    }

    @Test func `what is no handshake is told what one would be`() throws {
        let toile = try ToileProcess(Self.small)
        let upgrade = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
        let key = [("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
        let version = [("Sec-WebSocket-Version", "13")]
        for fields in [[], version + key, upgrade + key, upgrade + key + [("Sec-WebSocket-Version", "8")]] {
            let answer = try toile.ask("GET", "/ws", fields: fields)
            #expect(answer.status == 426 && answer["sec-websocket-version"] == "13")
            #expect(answer["upgrade"] == "websocket" && answer.errorCode != nil)
        }
        let badKeys = [[], [("Sec-WebSocket-Key", "short")], key + key, [("Sec-WebSocket-Key", "")]]
        for fields in badKeys {
            #expect(try toile.ask("GET", "/ws", fields: upgrade + version + fields).status == 400)
        }
        // None is chosen where ours is not offered.
        #expect(try WebSocketClient(port: toile.port, subprotocols: []).upgrade.subprotocol == nil)
        #expect(
            try WebSocketClient(port: toile.port, subprotocols: ["a", "toile.v1"]).upgrade.subprotocol
                == "toile.v1")
        #expect(try WebSocketClient(port: toile.port, subprotocols: ["toile.v2"]).upgrade.subprotocol == nil)
    }

    // MARK: Boards

    @Test(arguments: [1, 3])
    func `boards say what they are`(loops: Int) throws {
        let toile = try ToileProcess(Self.small + ["--cooldown", "7", "--charges", "3"], loops: loops)
        let viewer = try toile.viewer()
        let hello = try viewer.nextText("hello")
        let all = try #require(try toile.ask("GET", "/api/boards").json?["boards"]?.elements)
        let main = try #require(try toile.ask("GET", "/api/boards/main").json)
        #expect(all.count == 2 && all[0] == main)
        for key in ["board", "epoch", "seq", "online", "rules"] { #expect(main[key] == hello[key]) }
        #expect(main["rules"]?["cooldownMs"]?.integer == 7 && main["rules"]?["maxCharges"]?.integer == 3)
    }
}
