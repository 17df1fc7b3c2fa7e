import Canvas
import Service
import Session
import TestKit
import Testing
import Wire

/// Readers that fell behind, forced into every corner by small limits.
struct CatchUpTests {
    /// So many placements, each of another pixel.
    private func paint(_ painter: WebSocketClient, count: Int, width: Int, colour: Int = 1, apart: Int = 1)
        throws
    {
        let frames = (0..<count).flatMap { number in
            painter.placeFrame(
                x: number * apart % width, y: number * apart / width, colour: colour, tag: number)
        }
        try painter.socket.send(frames)
        for number in 0..<count {
            let result = try painter.nextResult()
            #expect(result.tag == UInt16(truncatingIfNeeded: number))
        }
    }

    @Test(arguments: [1, 3])
    func `a frame too long for a message becomes a board for all`(loops: Int) throws {
        let server = try RunningServer(loops: loops) {
            $0.limits.serverMessageBytesMax = 400
            $0.tickMillis = 400
        }
        try withServer(server) { server in
            let viewer = try WebSocketClient(port: server.port)
            var replica = Replica(pixelCount: 1000)
            try viewer.follow(&replica, to: 0)
            let state = try #require(try server.ask("GET", "/api/boards/main/pixels")["toile-state"])
            let poller = try HTTPClient(port: server.port)
            let painter = try server.player()
            // The first goes out at once; what comes within the tick is one frame of some six hundred bytes.
            try painter.place(x: 39, y: 24, colour: 2)
            #expect(try painter.nextResult().status == 0)
            try paint(painter, count: 300, width: 40)
            try viewer.follow(&replica, to: 301)
            #expect(replica.boardCount == 2 && replica.deltaCount <= 1)
            #expect(viewer.messageBytesMax > 400)
            // Over HTTP the way may be longer than a message.
            let changes = try poller.ask("GET", "/api/boards/main/changes?since=\(state)")
            #expect(changes.body.count > 400 && changes.body[0] == 0x11)
            var polled = Replica(newBoardOf: 1000)
            try polled.apply(try ServerMessage.decode(changes.body))
            #expect(polled.colours == replica.colours && polled.seq == 301)
            // And it goes on with frames.
            try painter.place(x: 0, y: 20, colour: 3)
            try viewer.follow(&replica, to: 302)
            #expect(replica.boardCount == 2)
        }
    }

    @Test func `while copies of the board are on their way a newcomer gets the newest of them, and the rest`()
        throws
    {
        let server = try RunningServer(width: 1000, height: 1000) {
            $0.limits.boardCopiesMax = 1
            $0.tickMillis = 1
        }
        try withServer(server) { server in
            let slow = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            let painter = try server.player()
            // The slow one holds the copy of state 0, so the board of state 50 is not copied again.
            try paint(painter, count: 50, width: 1000)
            let newcomer = try WebSocketClient(port: server.port)
            var replica = Replica(pixelCount: 1_000_000)
            var boardSeqs: Set<UInt64> = []
            while replica.seq != 50 {
                let event = try newcomer.next()
                if case .message(.board(let part)) = event { boardSeqs.insert(part.seq) }
                try replica.apply(event)
            }
            #expect(boardSeqs == [0] && replica.boardCount == 1 && replica.deltaCount >= 1)
            // The slow one gets the same as soon as it reads.
            var late = Replica(pixelCount: 1_000_000)
            try slow.follow(&late, to: 50)
            #expect(late.colours == replica.colours && late.boardCount == 1 && late.deltaCount == 1)
        }
    }

    @Test(arguments: [1, 3])
    func `merged frames take turns, boards and short frames do not wait`(loops: Int) throws {
        let server = try RunningServer(loops: loops, width: 1000, height: 1000) {
            $0.limits.catchUpBytesMax = 1
            $0.limits.catchUpFrameBytesFree = 1000
        }
        try withServer(server) { server in
            let painter = try server.player()
            let epoch = try #require(try painter.nextText("hello")["epoch"]?.integer)
            try paint(painter, count: 30_000, width: 1000, apart: 33)
            // As many as there are loops: one on each, and each has its own budget.
            let stalled = try (0..<loops).map { _ in
                try WebSocketClient(port: server.port, path: "/ws?since=\(epoch).0", receiveBufferBytes: 4096)
            }
            // What the first are told must be on its way before others come.
            for client in stalled { _ = try client.nextText("hello") }
            let waiting = try (0..<loops).map { _ in
                try WebSocketClient(port: server.port, path: "/ws?since=\(epoch).0")
            }
            for client in waiting {
                _ = try client.nextText("hello")
                try client.settle { if case .message = $0 { Issue.record("a merged frame out of turn") } }
            }
            let newcomer = try WebSocketClient(port: server.port)
            var fresh = Replica(pixelCount: 1_000_000)
            try newcomer.follow(&fresh, to: 30_000)
            let current = try WebSocketClient(port: server.port, path: "/ws?since=\(epoch).29990")
            // A short one did not have to wait.
            let delta = try current.nextDelta()
            #expect(delta.advance == 10)
            try painter.place(x: 999, y: 999, colour: 9)
            #expect(try painter.nextResult().seq == 30_001)
            for client in stalled { client.socket.close() }
            for client in waiting {
                var replica = Replica(newBoardOf: 1_000_000)
                try client.follow(&replica, to: 30_001)
                #expect(replica.boardCount == 0)
            }
        }
    }

    @Test(arguments: [1, 3])
    func `whoever stalls gets one merged frame for all, and the texts between`(loops: Int) throws {
        try withServer(RunningServer(loops: loops, width: 1000, height: 1000) { $0.tickMillis = 1 }) {
            server in
            let painter = try server.player()
            let slow = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            for number in 0..<200 {
                try painter.place(x: number, y: number, colour: 3, tag: number)
                #expect(try painter.nextResult().status == 0)
            }
            let others = try (0..<3).map { _ in try WebSocketClient(port: server.port) }
            // Told at most once a second: the painter is told last of all.
            while try painter.nextText(passing: "online")["count"]?.integer != 5 {}
            var replica = Replica(pixelCount: 1_000_000)
            var online: Int64?
            while replica.seq != 200 || online != 5 {
                let event = try slow.next()
                if case .text(let text) = event, text["type"]?.string == "online" {
                    online = text["count"]?.integer
                }
                try replica.apply(event)
            }
            #expect(replica.boardCount == 1 && replica.deltaCount <= 2)
            #expect(others.count == 3)
        }
    }

    @Test func `who is sent an older copy, and says meanwhile what it holds, lacks one frame and not two`()
        throws
    {
        let server = try RunningServer(width: 1000, height: 1000) {
            $0.limits.boardCopiesMax = 1
            $0.tickMillis = 1
        }
        try withServer(server) { server in
            let slow = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            let painter = try server.player()
            try paint(painter, count: 50, width: 1000)
            let newcomer = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            let hello = try newcomer.nextText("hello")
            // The copy of state 0 cannot be out before it is read.
            let epoch = UInt32(try #require(hello["epoch"]?.integer))
            try newcomer.resync(StateName(epoch: epoch, seq: 0))
            var replica = Replica(pixelCount: 1_000_000)
            var deltaSeqs: [UInt64] = []
            func follow(to seq: UInt64) throws {
                while replica.seq != seq {
                    let event = try newcomer.next()
                    if case .message(.delta(let delta)) = event { deltaSeqs.append(delta.seq) }
                    try replica.apply(event)
                }
            }
            try follow(to: 50)
            try painter.place(x: 999, y: 999, colour: 2)
            try follow(to: 51)
            #expect(replica.boardCount == 1 && deltaSeqs == [50, 51])
            withExtendedLifetime(slow) {}
        }
    }

    @Test func `a second claim while a merged frame is on its way waits and does not leak its bytes`() throws
    {
        let server = try RunningServer(width: 1000, height: 1000) {
            $0.limits.catchUpBytesMax = 1
            $0.limits.catchUpFrameBytesFree = 0
        }
        try withServer(server) { server in
            let painter = try server.player()
            let epoch = UInt32(try #require(try painter.nextText("hello")["epoch"]?.integer))
            try paint(painter, count: 3000, width: 1000)
            let zero = StateName(epoch: epoch, seq: 0)
            for _ in 0..<20 {
                let client = try WebSocketClient(port: server.port, path: "/ws?since=\(zero)")
                for _ in 0..<5 { try client.resync(zero) }
                var deltas = 0
                try client.settle { if case .message(.delta) = $0 { deltas += 1 } }
                #expect(deltas <= 6)
            }
            // Had any of them kept its share for good, this one would wait for ever.
            let last = try WebSocketClient(port: server.port, path: "/ws?since=\(zero)")
            var replica = Replica(newBoardOf: 1_000_000)
            try last.follow(&replica, to: 3000)
        }
    }
}
