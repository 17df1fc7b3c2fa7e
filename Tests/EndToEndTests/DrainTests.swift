import Foundation
import TestKit
import Testing
import Wire

/// The end in good order.
struct DrainTests {
    @Test(arguments: [SIGTERM, SIGINT], [1, 3])
    func `at its end the server tells everybody and leaves no result owed`(signal: Int32, loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=100x100"], loops: loops)
        let state = try #require(try toile.ask("GET", "/api/boards/main/pixels")["toile-state"])
        let clients = try (0..<3).map { _ in try toile.player() }
        let waiters = try (0..<2).map { _ in
            let client = try HTTPClient(port: toile.port)
            try client.send("GET", "/api/boards/main/changes?since=\(state)&wait=30")
            return client
        }
        while try toile.ask("GET", "/api/boards/main").json?["online"]?.integer != 5 {}
        let idle = try HTTPClient(port: toile.port)
        #expect(try idle.ask("GET", "/readyz").text == "ready\n")
        toile.signal(signal)
        for client in waiters { #expect(try client.answer().status == 204) }
        // Until nobody is accepted any more a watcher can see that it is not ready.
        let readiness = try idle.ask("GET", "/readyz")
        #expect(readiness.status == 503 && readiness.text == "draining\n")
        #expect(try idle.ask("GET", "/healthz").status == 200)
        let late = try idle.ask("GET", "/api/boards/main/changes?since=\(state)&wait=30")
        #expect(late.status == 204)
        for client in clients {
            var notice: JSONValue?
            let code = try client.nextClose {
                if case .text(let text) = $0, text["type"]?.string == "notice" { notice = text }
            }
            #expect(code == 1001)
            #expect(notice?["retryMs"]?.integer ?? 0 > 0 && notice?["text"]?.string?.isEmpty == false)
            try client.sendClose(1001)
        }
        let (code, seconds) = toile.waitForEnd()
        #expect(code == 0 && seconds < 20 && toile.furtherOutput.isEmpty)
    }

    @Test(arguments: [1, 3])
    func `every placement read before the end is answered`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=100x100"], loops: loops)
        let session = try toile.session()
        let client = try WebSocketClient(port: toile.port, token: session.token, receiveBufferBytes: 4096)
        let frames = (0..<3000).flatMap {
            client.placeFrame(x: $0 % 100, y: $0 / 100 % 100, colour: $0 % 31 + 1, tag: $0)
        }
        try client.socket.send(frames)
        while try toile.ask("GET", "/api/boards/main").json?["seq"]?.integer == 0 {}
        toile.signal(SIGTERM)
        var results = 0
        let code = try client.nextClose {
            guard case .message(.result(let result)) = $0 else { return }
            #expect(result.tag == UInt16(results) && result.status == 0)
            results += 1
        }
        #expect(code == 1001 && results > 0)
        client.socket.close()
        #expect(toile.waitForEnd().code == 0)
    }

    @Test(arguments: [1, 3])
    func `nobody is accepted after a second, and clients that stay silent hold nothing up`(loops: Int) throws
    {
        let toile = try ToileProcess(["--board", "main=1000x1000"], loops: loops)
        let stalled = try WebSocketClient(port: toile.port, receiveBufferBytes: 4096)
        let silent = try toile.viewer()
        var replica = Replica(pixelCount: 1_000_000)
        try silent.follow(&replica, to: 0)
        let halfway = try BlockingSocket(port: toile.port)
        try halfway.send(Array("GET /healthz HT".utf8))
        #expect(try toile.ask("GET", "/healthz").status == 200)
        toile.signal(SIGTERM)
        var isRefused = false
        while !isRefused, toile.isRunning {
            isRefused = (try? BlockingSocket(port: toile.port)) == nil
            usleep(10_000)
        }
        #expect(isRefused)
        let (code, seconds) = toile.waitForEnd()
        #expect(code == 0 && seconds < 20)
        #expect(try silent.nextClose() == 1001)
        _ = stalled
    }

    @Test func `pictures that many wait for do not hold up the end`() throws {
        let toile = try ToileProcess(["--board", "main=1000x1000"])
        let clients = try (0..<30).map { number in
            let client = try HTTPClient(port: toile.port)
            try client.send("GET", "/api/boards/main/snapshot.png?scale=8&x=\(number)")
            return client
        }
        #expect(try toile.ask("GET", "/healthz").status == 200)
        toile.signal(SIGTERM)
        let statuses = try clients.map { try $0.answer().status }
        #expect(statuses.allSatisfy { [200, 503].contains($0) } && statuses.contains(503))
        let (code, seconds) = toile.waitForEnd()
        #expect(code == 0 && seconds < 20)
    }

    @Test func `asked a second time it ends at once`() throws {
        let toile = try ToileProcess(["--board", "main=1000x1000"])
        let stalled = try WebSocketClient(port: toile.port, receiveBufferBytes: 4096)
        toile.signal(SIGTERM)
        while (try? toile.ask("GET", "/readyz"))?.status ?? 503 != 503 {}
        toile.signal(SIGTERM)
        #expect(toile.waitForEnd().code == 0)
        _ = stalled
    }
}
