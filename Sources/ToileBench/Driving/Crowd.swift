import Reactor

/// All clients of a run, on one loop of this process, and what they have seen together.
///
/// A benchmark is written as a straight line: it says what shall happen and then what to wait for. Everything
/// else happens in callbacks of the loop while it waits.
final class Crowd: TurnHandler {
    let loop: EventLoop
    let port: UInt16
    private(set) var clients: [Client] = []

    /// Clients whose WebSocket is open.
    var openCount = 0
    /// DELTA messages that all clients have got.
    var deltaCount = 0
    /// RESULT messages that all clients have got, and how many of them said that the pixel was placed.
    var resultCount = 0
    var placedCount = 0

    private var failure: BenchFailure?
    private var isDone: () -> Bool = { true }
    private var isStopping = false

    init(port: UInt16) throws(BenchFailure) {
        self.port = port
        do throws(SystemError) {
            loop = try EventLoop()
        } catch {
            throw BenchFailure("cannot make a loop: \(error)")
        }
        super.init()
        loop.turnEnd = self
    }

    /// Something went wrong that no wait can make good.
    func fail(_ why: String) {
        failure = failure ?? BenchFailure(why)
    }

    /// Lets the loop run until something holds.
    func wait(_ what: String, seconds: Double, until isDone: @escaping () -> Bool) throws(BenchFailure) {
        self.isDone = isDone
        isStopping = false
        let alarm = loop.schedule(at: MonotonicClock.nowMillis() + Int64(seconds * 1000)) { [unowned self] in
            fail("waited \(seconds) s for \(what)")
        }
        loop.needsAnotherTurn = true
        loop.run()
        loop.cancel(alarm)
        if let failure { throw failure }
    }

    /// Lets the loop run for a while.
    func pause(seconds: Double) throws(BenchFailure) {
        let end = MonotonicClock.nowMillis() + Int64(seconds * 1000)
        let alarm = loop.schedule(at: end) {}
        try wait("time to pass", seconds: seconds + 60) { [unowned self] in loop.now >= end }
        loop.cancel(alarm)
    }

    /// Calls `work` every so often, for as long as it says so.
    func `repeat`(everyMillis: Int64, _ work: @escaping () -> Bool) {
        loop.schedule(at: MonotonicClock.nowMillis() + everyMillis) { [unowned self] in
            if work() { self.repeat(everyMillis: everyMillis, work) }
        }
    }

    override func turnEnded() {
        guard !isStopping, failure != nil || isDone() else { return }
        isStopping = true
        loop.stop()
    }
}

// MARK: - Clients come

extension Crowd {
    /// So many connect at a time: the kernel's queue of a listening socket is finite.
    private static let connectingMax = 256
    /// The loop's own and the child process's, generously.
    private static let otherDescriptorCount = 50

    /// Adds clients and waits until all of them are open and have been told a state of the board.
    @discardableResult
    func join(_ count: Int, as kind: ClientKind) throws(BenchFailure) -> [Client] {
        let limit = DescriptorLimit.raise()
        guard clients.count + count + Self.otherDescriptorCount <= limit else {
            throw BenchFailure("only \(limit) files may be open here: ulimit -n")
        }
        let first = clients.count
        while clients.count < first + count {
            for _ in 0..<min(Self.connectingMax, first + count - clients.count) {
                clients.append(try Client(in: self, as: kind))
            }
            let wave = clients.suffix(Self.connectingMax)
            try wait("clients to connect", seconds: 120) { wave.allSatisfy { $0.follower.seq != nil } }
        }
        return Array(clients[first...])
    }

    /// Waits until these clients hold that state.
    func waitForAll(_ clients: [Client], toHold seq: UInt64, seconds: Double) throws(BenchFailure) {
        try wait("everybody to be level", seconds: seconds) { clients.allSatisfy { $0.follower.seq == seq } }
    }

    /// All clients hang up.
    func leave() throws(BenchFailure) {
        for client in clients { client.leave() }
        clients = []
    }
}
