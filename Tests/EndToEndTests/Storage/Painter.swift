import Foundation
import TestKit
import Wire

/// Somebody who places as fast as the server takes it, until it dies; and remembers what was acknowledged.
///
/// The pixels are this painter's alone, so that what each of them has to show afterwards is known: what was
/// acknowledged last, or something that was sent after that.
final class Painter: @unchecked Sendable {
    /// What was wanted of one pixel, in order.
    private struct Wish {
        let pixel: Int
        let colour: UInt8
    }

    let session: TestSession
    let rows: Range<Int>
    let width: Int
    private(set) var acknowledgedCount = 0
    /// The latest state in which a placement was acknowledged.
    private(set) var acknowledgedSeq: UInt64 = 0
    private var random: SeededRandom
    /// Sent in this life of the server and not answered yet.
    private var open: [(tag: UInt16, wish: Wish)] = []
    private var nextTag: UInt16 = 0
    /// By pixel: what it may show. The first is what it was known to show; the others were sent afterwards.
    private var possible: [Int: [UInt8]] = [:]

    private static let openMax = 200

    init(_ session: TestSession, rows: Range<Int>, width: Int, seed: UInt64) {
        self.session = session
        self.rows = rows
        self.width = width
        random = SeededRandom(seed: seed)
    }

    /// Paints until the server is gone. Whatever else happens is thrown.
    func paint(port: UInt16) throws {
        open = []
        let client: WebSocketClient
        do {
            client = try WebSocketClient(port: port, token: session.token)
            while true {
                try send(.random(in: 1...20, using: &random), to: client)
                while open.count > Self.openMax || client.hasEvent(withinMillis: 0) {
                    guard try take(client.next()) else { return }
                }
            }
        } catch let error as BlockingSocket.Failure {
            // Only that it is gone is no surprise.
            if case .timedOut = error { throw error }
        }
    }

    private func send(_ count: Int, to client: WebSocketClient) throws {
        var frames: [UInt8] = []
        for _ in 0..<count {
            let x = Int.random(in: 0..<width, using: &random)
            let y = Int.random(in: rows, using: &random)
            let wish = Wish(pixel: y * width + x, colour: .random(in: 0..<32, using: &random))
            frames += client.placeFrame(x: x, y: y, colour: Int(wish.colour), tag: Int(nextTag))
            open.append((nextTag, wish))
            possible[wish.pixel, default: [0]].append(wish.colour)
            nextTag &+= 1
        }
        try client.socket.send(frames)
    }

    /// False when the server is gone.
    private func take(_ event: ServerEvent) throws -> Bool {
        switch event {
        case .message(.result(let result)):
            guard let (tag, wish) = open.first, tag == result.tag else {
                throw Broken("a result for \(result.tag), which is not the next")
            }
            open.removeFirst()
            answered(wish, result)
            return true
        case .text, .message: return true
        case .closed, .dropped: return false
        }
    }

    private func answered(_ wish: Wish, _ result: ResultMessage) {
        guard var colours = possible[wish.pixel], let place = colours.dropFirst().firstIndex(of: wish.colour)
        else { return }
        if result.status == 0 {
            acknowledgedCount += 1
            acknowledgedSeq = max(acknowledgedSeq, result.seq)
            // Whatever was sent before it is over.
            colours.removeSubrange(0..<place)
        } else {
            colours.remove(at: place)
        }
        possible[wish.pixel] = colours
    }

    /// What the server shows after it came back: each pixel one of the colours that it may have.
    func check(_ colours: [UInt8]) throws {
        for (pixel, expected) in possible {
            guard expected.contains(colours[pixel]) else {
                throw Broken("pixel \(pixel) shows \(colours[pixel]), and may only show \(expected)")
            }
            possible[pixel] = [colours[pixel]]
        }
    }
}

/// A promise that the server did not keep.
struct Broken: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
