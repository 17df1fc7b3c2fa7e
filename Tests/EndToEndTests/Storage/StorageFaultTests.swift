import Foundation
import TestKit
import Testing
import Wire

/// The real server on a disk that fails: nothing acknowledged is lost, nobody is acknowledged what is not
/// kept, and whoever watches goes on watching.
@Suite(.enabled(if: FaultyDisk.compiler != nil, "there is no C compiler for the faulty disk"))
struct StorageFaultTests {
    @Test(arguments: [true, false])
    func `after one EIO nothing is acknowledged any more, and the server ends with 74`(inSync: Bool) throws {
        let data = try DataFolder()
        let disk = try FaultyDisk()
        let toile = try ToileProcess(data: data.path, environment: disk.environment)
        let session = try toile.session()
        let painter = try WebSocketClient(port: toile.port, token: session.token)
        let viewer = try toile.viewer()
        #expect(try painter.places(10, from: 0) == Array(repeating: 0, count: 10))
        try disk.switchTo(inSync ? .syncFails : .writeFails)
        let statuses = try (0..<20).flatMap { try painter.places(5, from: 10 + $0 * 5) }
        let acknowledged = statuses.prefix { $0 == 0 }.count
        #expect(statuses.dropFirst(acknowledged).allSatisfy { $0 == 5 } && acknowledged < statuses.count)

        // Who watches is told, and goes on watching; who comes now may watch too.
        #expect(try viewer.nextText(passing: "notice")["level"]?.string == "error")
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        #expect(pixels["toile-state"]?.hasSuffix(".\(10 + acknowledged)") == true)
        #expect(try toile.viewer().nextText("hello")["rules"]?["state"]?.string == "frozen")
        #expect(try toile.ask("POST", "/api/session").status == 503)
        toile.signal(SIGTERM)
        #expect(toile.waitForEnd(isMeant: true).code == 74)

        // Nothing that was shown or told is another after the restart.
        let second = try ToileProcess(data: data.path)
        let again = try second.ask("GET", "/api/boards/main/pixels")
        let state = try #require(again["toile-state"].flatMap { StateName($0) })
        #expect(state.seq >= UInt64(10 + acknowledged))
        #expect(again.body.starts(with: pixels.body.prefix(10 + acknowledged)))
        let back = try WebSocketClient(port: second.port, token: session.token)
        #expect(try back.places(1, from: 500) == [0])
        second.signal(SIGTERM)
        #expect(second.waitForEnd().code == 0)
    }

    @Test func `a full disk stops placements, and room brings them back by itself`() throws {
        let data = try DataFolder()
        let disk = try FaultyDisk()
        let toile = try ToileProcess(data: data.path, environment: disk.environment)
        let painter = try toile.player()
        let viewer = try toile.viewer()
        #expect(try painter.places(3, from: 0) == [0, 0, 0])
        try disk.switchTo(.full)
        let refused = try (0..<10).flatMap { try painter.places(1, from: 3 + $0) }
        // The reserve may have taken one group more.
        #expect(refused.drop { $0 == 0 }.allSatisfy { $0 == 5 } && refused.last == 5)
        #expect(try viewer.nextText(passing: "notice")["level"]?.string == "warning")
        #expect(try toile.ask("GET", "/readyz").status == 200)

        try disk.switchTo(.none)
        let seconds = try painter.waitUntilPlaced(from: 100)
        #expect(try viewer.nextText(passing: "notice")["level"]?.string == "info")
        print("placements were taken \(seconds) s after there was room again")
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        toile.end(with: SIGKILL)
        let second = try ToileProcess(data: data.path)
        #expect(try second.ask("GET", "/api/boards/main/pixels").body == pixels.body)
    }

    @Test(arguments: [2, 20])
    func `on a slow disk everything is kept all the same`(syncMillis: Int) throws {
        let data = try DataFolder()
        let disk = try FaultyDisk()
        try disk.switchTo(.slow(millis: syncMillis))
        let toile = try ToileProcess(["--tick", "5"], data: data.path, environment: disk.environment)
        let viewer = try toile.viewer()
        var replica = Replica(newBoardOf: 1_000_000)
        let painters = try (0..<4).map { _ in try toile.player() }
        for turn in 0..<10 {
            for (number, painter) in painters.enumerated() {
                try painter.sendPlaces(20, from: (turn * 4 + number) * 20)
            }
        }
        for painter in painters {
            for _ in 0..<200 { #expect(try painter.nextResult().status == 0) }
        }
        try viewer.follow(&replica, to: 800)
        toile.end(with: SIGKILL)
        let second = try ToileProcess(data: data.path)
        #expect(try second.ask("GET", "/api/boards/main/pixels").body == replica.colours)
    }
}

extension WebSocketClient {
    /// Places so many pixels of the first rows, each another, with a colour that none of them has.
    func sendPlaces(_ count: Int, from first: Int) throws {
        var frames: [UInt8] = []
        for number in first..<first + count {
            frames += placeFrame(x: number % 1000, y: number / 1000, colour: 1 + number % 31, tag: number)
        }
        try socket.send(frames)
    }

    /// The same, and what became of each.
    func places(_ count: Int, from first: Int) throws -> [UInt8] {
        try sendPlaces(count, from: first)
        return try (0..<count).map { _ in try nextResult().status }
    }

    /// Tries again and again; how many seconds that took. Past twenty it is over.
    func waitUntilPlaced(from first: Int) throws -> Double {
        let begun = Date()
        for number in first..<first + 400 {
            if try places(1, from: number) == [0] { return Date().timeIntervalSince(begun) }
            _ = hasEvent(withinMillis: 50)
        }
        throw Broken("no placement was taken for \(Date().timeIntervalSince(begun)) s")
    }
}
