import Foundation
import TestKit
import Testing
import Wire

/// Somebody who draws, gets lost, comes back and never believes a wrong copy.
private final class Wanderer: @unchecked Sendable {
    private let port: UInt16
    private let token: String?
    private let side: Int
    private var random: SeededRandom
    private var client: WebSocketClient
    private var epoch: UInt32 = 0
    private var nextTag: UInt16 = 0
    private var awaitedTags: [UInt16] = []
    private(set) var replica: Replica
    private(set) var placedCount = 0
    /// The copies that were claimed: an answer to a claim begins there, whatever was on its way meanwhile.
    private var claimed: [UInt64: Replica] = [:]

    init(port: UInt16, token: String?, side: Int, seed: UInt64) throws {
        self.port = port
        self.token = token
        self.side = side
        random = SeededRandom(seed: seed)
        replica = Replica(pixelCount: side * side)
        client = try WebSocketClient(port: port, token: token)
    }

    func live(steps: Int) throws {
        for _ in 0..<steps { try step() }
        try awaitResults()
    }

    func leave() {
        client.socket.close()
    }

    private func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<3: try comeBack()
        case 3..<6: try resync()
        case 6..<10: usleep(UInt32.random(in: 0...3000, using: &random))
        case 10..<30: try awaitResults()
        default: try draw(Int.random(in: 1...20, using: &random))
        }
        while client.hasEvent(withinMillis: 0) { try take(client.next()) }
    }

    private func draw(_ count: Int) throws {
        guard token != nil else { return }
        var frames: [UInt8] = []
        for _ in 0..<count {
            frames += client.placeFrame(
                x: Int.random(in: 0..<side, using: &random), y: Int.random(in: 0..<side, using: &random),
                colour: Int.random(in: 0..<32, using: &random), tag: Int(nextTag))
            awaitedTags.append(nextTag)
            nextTag &+= 1
        }
        try client.socket.send(frames)
    }

    /// Drops the connection, in the middle of whatever goes on, and resumes from what it holds.
    private func comeBack() throws {
        try awaitResults()
        client.socket.close()
        let since = replica.seq.map { "?since=\(StateName(epoch: epoch, seq: $0))" } ?? ""
        client = try WebSocketClient(port: port, path: "/ws" + since, token: token)
        claimed = [:]
    }

    private func resync() throws {
        guard epoch != 0 else { return }
        guard let seq = replica.seq, Bool.random(using: &random) else { return try client.resync(nil) }
        claimed[seq] = replica
        try client.resync(StateName(epoch: epoch, seq: seq))
    }

    private func awaitResults() throws {
        while !awaitedTags.isEmpty { try take(client.next()) }
    }

    /// Follows to a state that the board is known to have.
    func follow(to seq: UInt64) throws {
        while replica.seq != seq { try take(client.next()) }
    }

    private func take(_ event: ServerEvent) throws {
        switch event {
        case .text(let text):
            if let told = text["epoch"]?.integer { epoch = UInt32(told) }
        case .message(.result(let result)):
            #expect(result.tag == awaitedTags.first && [0, 4].contains(result.status))
            awaitedTags.removeFirst()
            placedCount += result.status == 0 ? 1 : 0
        case .message(let message):
            // Every DELTA begins at the state held, or at one that was claimed. There is no third.
            if case .delta(let delta) = message, delta.seq - delta.advance != replica.seq,
                let copy = claimed[delta.seq - delta.advance]
            {
                replica = copy
            }
            try replica.apply(message)
        case .closed, .dropped: throw WebSocketClient.Failure.unexpected(event)
        }
    }
}

struct StormTests {
    @Test(arguments: [1, 3], [1, 2] as [UInt64])
    func `after a storm every copy is the board`(loops: Int, seed: UInt64) throws {
        let side = 64
        let toile = try ToileProcess(["--board", "main=\(side)x\(side)", "--tick", "5"], loops: loops)
        let wanderers = try (0..<6).map { number in
            try Wanderer(
                port: toile.port, token: number < 4 ? toile.session().token : nil, side: side,
                seed: seed * 100 + UInt64(number))
        }
        let failures = Failures()
        let threads = DispatchGroup()
        for wanderer in wanderers {
            threads.enter()
            Thread.detachNewThread {
                do { try wanderer.live(steps: 250) } catch { failures.note(error) }
                threads.leave()
            }
        }
        threads.wait()
        #expect(failures.all.isEmpty, "\(failures.all)")
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        let state = try #require(pixels["toile-state"].flatMap { StateName($0) })
        #expect(state.seq == UInt64(wanderers.reduce(0) { $0 + $1.placedCount }))
        #expect(pixels["toile-digest"] == String(Replica.digest(of: pixels.body)))
        for wanderer in wanderers {
            try wanderer.follow(to: state.seq)
            #expect(wanderer.replica.colours == pixels.body)
        }
        let picture = try PNGPicture(file: toile.ask("GET", "/api/boards/main/snapshot.png").body)
        #expect(picture.pixels == pixels.body)
        for wanderer in wanderers { wanderer.leave() }
        toile.signal(SIGTERM)
        #expect(toile.waitForEnd().code == 0)
    }
}

/// What went wrong on other threads.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [any Error] = []

    var all: [any Error] { lock.withLock { errors } }

    func note(_ error: any Error) {
        lock.withLock { errors.append(error) }
    }
}
