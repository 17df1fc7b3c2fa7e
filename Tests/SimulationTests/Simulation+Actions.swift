import Canvas
import TestKit

extension Simulation {
    func perform(_ action: Weather.Action) throws {
        // A server that is down comes back after a while, whatever else happens.
        if server == nil, Int.random(in: 0..<4, using: &random) == 0 { try startServer() }
        switch action {
        case .timePasses: time.pass([0, 1, 1, 2, 5, 20, 40, 250].randomElement(using: &random) ?? 0)
        case .longTimePasses: time.pass([1000, 5000, 20_000, 61_000].randomElement(using: &random) ?? 0)
        case .placement: place(count: 1, by: anybody)
        case .burst: place(count: .random(in: 2...40, using: &random), by: anybody)
        case .undo: undo(anybody)
        case .comeOrGo: try comeOrGo(anybody)
        case .resync: anybody.resync(claims: .random(using: &random))
        case .talk: talk(anybody)
        case .errand: try runErrand(of: anybody)
        case .silence: changeReading(of: anybody)
        case .processDies: killServer()
        case .powerCut: cutPower()
        case .diskFails: failDisk()
        case .diskFills: server?.ledger.faults.hasRoom.toggle()
        case .diskSlows:
            let isSlow = Bool.random(using: &random)
            server?.ledger.faults.workMillis = isSlow ? 10...300 : 0...3
        case .wallJumps: jumpWall()
        }
    }

    private var anybody: Visitor { visitors[Int.random(in: visitors.indices, using: &random)] }

    private func place(count: Int, by visitor: Visitor) {
        guard visitor.isOpen else { return }
        for _ in 0..<count {
            // Now and then beside the board, or a colour that is none.
            let isWrong = Int.random(in: 0..<30, using: &random) == 0
            visitor.place(
                x: isWrong ? visitor.shape.width : Int.random(in: 0..<visitor.shape.width, using: &random),
                y: Int.random(in: 0..<visitor.shape.height, using: &random),
                colour: isWrong ? 200 : UInt8.random(in: 0..<weather.colourCount, using: &random))
        }
        note("places", Int64(visitor.number), Int64(count))
    }

    /// Takes back what was placed last, mostly; sometimes in the same breath in which it is placed, and often
    /// twice.
    private func undo(_ visitor: Visitor) {
        guard visitor.isOpen else { return }
        if Int.random(in: 0..<3, using: &random) == 0 { place(count: 1, by: visitor) }
        let isOther = Int.random(in: 0..<6, using: &random) == 0
        let x = isOther ? Int.random(in: 0...visitor.shape.width, using: &random) : visitor.newest.x
        visitor.undo(x: x, y: visitor.newest.y)
        if Int.random(in: 0..<4, using: &random) == 0 { visitor.undo(x: x, y: visitor.newest.y) }
        note("takes back", Int64(visitor.number), Int64(x))
    }

    /// Most have a session from the beginning, and everybody is there.
    func gather() throws {
        for visitor in visitors where Int.random(in: 0..<4, using: &random) > 0 {
            try runErrand(of: visitor)
        }
        for _ in 0..<10 {
            time.pass(3)
            try step()
        }
        for visitor in visitors { try connect(visitor) }
    }

    /// Says something to the others, or asks who placed a pixel.
    private func talk(_ visitor: Visitor) {
        let word = Int.random(in: 0..<1000, using: &random)
        visitor.say(
            word < 200
                ? #"{"type":"pixel","x":0,"y":0}"#
                : "{\"type\":\"chat\",\"text\":\"line \(word) of visitor \(visitor.number)\"}")
    }

    private func comeOrGo(_ visitor: Visitor) throws {
        if visitor.isConnected { return visitor.disconnect() }
        try connect(visitor)
    }

    /// Opens the visitor's WebSocket, if it has none and the server is there.
    func connect(_ visitor: Visitor) throws {
        guard let server, !visitor.isConnected else { return }
        // Now and then somebody who was sent away tries again.
        if visitor.isShutOut, Int.random(in: 0..<3, using: &staffRandom) == 0 { visitor.isShutOut = false }
        if visitor.isShutOut { happened(.lookedOn) }
        visitor.resumes = visitor.replica.seq != nil && visitor.sawServer < serverNumber
        visitor.sawServer = serverNumber
        visitor.connect(
            try server.accept(from: visitor.address, sendBufferBytes: weather.sendBufferBytes))
        note("connects", Int64(visitor.number), Int64(visitor.replica.seq ?? 0))
    }

    /// A session first; then whatever can be asked.
    private func runErrand(of visitor: Visitor) throws {
        guard let server, !errands.contains(where: { $0.visitor === visitor }) else { return }
        let purpose: Errand.Purpose
        if visitor.token == nil {
            purpose = .session
        } else {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: purpose = .pixels
            case 3:
                purpose = .undo(
                    Visitor.Attempt(tag: 0, x: visitor.newest.x, y: visitor.newest.y, colour: nil))
            case 1: purpose = .changes(copy: visitor.replica.seq == nil ? nil : visitor.replica)
            default:
                purpose = .place(
                    Visitor.Attempt(
                        tag: 0, x: .random(in: 0..<visitor.shape.width, using: &random),
                        y: .random(in: 0..<visitor.shape.height, using: &random),
                        colour: .random(in: 0..<weather.colourCount, using: &random)))
            }
        }
        let link = try server.accept(from: visitor.address, sendBufferBytes: nil)
        let waitSeconds = Bool.random(using: &random) ? 2 : nil
        errands.append(Errand(purpose, of: visitor, link, waitSeconds: waitSeconds))
        note("errand", Int64(visitor.number))
    }

    /// Reads nothing, or little, or all there is again.
    private func changeReading(of visitor: Visitor) {
        guard visitor.isOpen else { return }
        visitor.readsBytes = [0, 0, 7, 1 << 16].randomElement(using: &random) ?? 0
        note("reads", Int64(visitor.number), Int64(visitor.readsBytes))
    }

    private func failDisk() {
        if Bool.random(using: &random) {
            server?.ledger.faults.failsNextWrite = true
        } else {
            server?.ledger.faults.failsNextSync = true
        }
    }

    private func jumpWall() {
        let step: Int64 = [-3_600_000, -2000, 2000, 3_600_000].randomElement(using: &random) ?? 0
        time.setWall(aheadBy: step)
        note("wall clock", step)
    }
}
