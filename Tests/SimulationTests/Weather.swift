import Canvas
import Session
import TestKit

@testable import Service

/// What a simulation's seed decides before anything happens: the boards, the rules, the limits, and which
/// faults there are going to be. Each seed leaves something out, so that the faults do not always hide one
/// another.
struct Weather {
    let options: ServeOptions
    let boards: [(name: BoardName, shape: BoardShape)]
    let rules: Rules
    let visitorCount: Int
    let stepCount: Int
    /// What the kernel holds for a reader; nil: as much as it likes.
    let sendBufferBytes: Int?
    let colourCount: UInt8 = 6
    let rememberedChanges: UInt64
    let actions: [(action: Action, weight: Int)]

    /// What may happen next.
    enum Action: Int, CaseIterable {
        case timePasses, longTimePasses, placement, burst, undo, comeOrGo, resync, talk, errand, silence
        case processDies, powerCut, diskFails, diskFills, diskSlows, wallJumps
    }

    init(_ random: inout SeededRandom) throws {
        func one<Value>(of values: [Value]) -> Value {
            values[Int.random(in: values.indices, using: &random)]
        }
        var options = ServeOptions()
        let shapes = [(8, 8), (16, 5), (40, 3), (60, 50)].compactMap { BoardShape(width: $0.0, height: $0.1) }
        var boards = [(name: BoardName.main, shape: one(of: shapes))]
        if let second = BoardName("second"), one(of: [false, false, true]) {
            options.boards.append(BoardOptions(name: second))
            boards.append((second, shapes[0]))
        }
        self.boards = boards
        rules = Rules(
            cooldownMillis: one(of: [0, 0, 100, 1000, 30_000]), chargesMax: one(of: [1, 3, 20]))
        options.tickMillis = one(of: [0, 5, 33])
        options.loopCount = one(of: [1, 1, 2, 3])
        options.limits.connectionsPerAddress = 0
        options.limits.connectionsPerSession = 0
        options.limits.sessionsPerAddress = 0
        options.limits.messagesPerSecond = one(of: [0, 0, 0, 20])
        options.limits.undecidedPlacementsMax = one(of: [1, 10, 1000])
        options.limits.catchUpFrameBytesFree = one(of: [0, 4096])
        options.limits.catchUpBytesMax = one(of: [1, 200, 1 << 20])
        options.limits.boardCopiesMax = one(of: [1, 2])
        self.options = options
        visitorCount = one(of: [2, 4, 7])
        stepCount = one(of: [100, 200, 400])
        sendBufferBytes = one(of: [nil, 1, 1])
        rememberedChanges = one(of: [1_000_000, 1_000_000, 5])
        var actions: [(action: Action, weight: Int)] = [
            (.timePasses, 300), (.placement, 200), (.burst, 60), (.undo, 40), (.comeOrGo, 50), (.errand, 60),
        ]
        let sometimes: [(action: Action, weight: Int)] = [
            (.longTimePasses, 10), (.resync, 30), (.talk, 30), (.silence, 90), (.processDies, 12),
            (.powerCut, 12),
            (.diskFails, 6), (.diskFills, 12), (.diskSlows, 12), (.wallJumps, 12),
        ]
        actions += sometimes.filter { _ in one(of: [true, true, false]) }
        self.actions = actions
    }

    func action(_ random: inout SeededRandom) -> Action {
        var place = Int.random(in: 0..<actions.reduce(0) { $0 + $1.weight }, using: &random)
        for (action, weight) in actions {
            place -= weight
            if place < 0 { return action }
        }
        return .timePasses
    }
}
