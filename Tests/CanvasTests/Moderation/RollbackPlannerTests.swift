import Canvas
import Testing

/// One pixel of a board, by what happens to it: who places which colour, and who gives it back to whom.
@Suite struct RollbackPlannerTests {
    private static let ann = PlayerSlot(number: 1)
    private static let bob = PlayerSlot(number: 2)
    private static let cat = PlayerSlot(number: 3)
    private static let mod = PlayerSlot(number: 9)

    /// What happens, one after the other, each a second after the one before.
    enum Step: Sendable {
        case place(PlayerSlot, UInt8)
        /// A change that gives the pixel back: by whom, the colour, and the step it comes from (-1: nobody).
        case restore(PlayerSlot, UInt8, of: Int)
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [Step]
        let target: RollbackTarget
        /// The colour to restore, and the step that it comes from; nil where nothing is planned.
        let planned: (colour: UInt8, step: Int)?
        var keptBy: Set<PlayerSlot>?
    }

    private static let allOfBob = RollbackTarget.people([bob], from: .min, until: .max)

    static let stories = [
        Story(
            testDescription: "what was before a run comes back",
            steps: [.place(ann, 1), .place(bob, 2), .place(bob, 3)], target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "a pixel that was nobody's is nobody's again", steps: [.place(bob, 2)],
            target: allOfBob, planned: (0, -1)),
        Story(
            testDescription: "somebody else's newer pixel stays",
            steps: [.place(ann, 1), .place(bob, 2), .place(cat, 3)], target: allOfBob, planned: nil,
            keptBy: [cat]),
        Story(
            testDescription: "only the newest run is taken away",
            steps: [.place(bob, 1), .place(ann, 2), .place(bob, 3)], target: allOfBob, planned: (2, 1)),
        Story(
            testDescription: "where the colour is the same nothing changes",
            steps: [.place(ann, 1), .place(bob, 2), .place(bob, 1)], target: allOfBob, planned: nil),
        Story(
            testDescription: "nobody shields a pixel by painting over it and taking that back",
            steps: [.place(ann, 1), .place(bob, 2), .place(cat, 3), .restore(cat, 2, of: 1)],
            target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "nor by doing so twice",
            steps: [
                .place(ann, 1), .place(bob, 2), .place(cat, 3), .restore(cat, 2, of: 1), .place(cat, 3),
                .restore(cat, 2, of: 1),
            ], target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "what a target took back is not taken away again",
            steps: [.place(ann, 1), .place(bob, 2), .restore(bob, 1, of: 0)], target: allOfBob, planned: nil),
        Story(
            testDescription: "what a rollback repaired needs no other",
            steps: [.place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0)], target: allOfBob, planned: nil),
        Story(
            testDescription: "a rollback that was undone can be made again",
            steps: [.place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .restore(mod, 2, of: 1)],
            target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "and again",
            steps: [
                .place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .restore(mod, 2, of: 1),
                .restore(mod, 1, of: 0), .place(bob, 3), .place(cat, 2), .restore(mod, 3, of: 5),
            ], target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "what others placed over what was given back stays",
            steps: [
                .place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .restore(mod, 2, of: 1),
                .place(ann, 3),
            ], target: allOfBob, planned: nil, keptBy: [ann]),
        Story(
            testDescription: "a window begins and ends with its moments",
            steps: [.place(bob, 1), .place(bob, 2), .place(bob, 3)],
            target: .people([bob], from: 1_000, until: 2_000), planned: (1, 0)),
        Story(
            testDescription: "what a target placed after the window stays as anybody's",
            steps: [.place(ann, 1), .place(bob, 2), .place(bob, 3)],
            target: .people([bob], from: .min, until: 1_000), planned: nil, keptBy: [bob]),
        Story(
            testDescription: "what was placed before the window and given back in it stays",
            steps: [.place(bob, 1), .place(cat, 2), .restore(mod, 1, of: 0)],
            target: .people([bob, cat], from: 1_000, until: .max), planned: nil),
        Story(
            testDescription: "everyone but the staff and one other",
            steps: [.place(mod, 1), .place(ann, 2), .place(bob, 3)],
            target: .everyone(except: [mod, cat], from: .min, until: .max), planned: (1, 0)),
        Story(
            testDescription: "what is nobody's is no change of everyone's",
            steps: [.place(ann, 2), .restore(mod, 0, of: -1)],
            target: .everyone(except: [], from: .min, until: .max), planned: nil),
        Story(
            testDescription: "changes are named by their seqs",
            steps: [.place(ann, 1), .place(ann, 2), .place(ann, 3)], target: .changes(seqs: 3...3),
            planned: (2, 1)),
        Story(
            testDescription: "a rollback is undone by its seqs",
            steps: [.place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0)], target: .changes(seqs: 3...3),
            planned: (2, 1)),
        Story(
            testDescription: "also when somebody painted over it and took that back",
            steps: [
                .place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .place(cat, 3),
                .restore(cat, 1, of: 0),
            ], target: .changes(seqs: 3...3), planned: (2, 1)),
        Story(
            testDescription: "only once",
            steps: [.place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .restore(mod, 2, of: 1)],
            target: .changes(seqs: 3...3), planned: nil),
        Story(
            testDescription: "a range may hold a change and what takes it back",
            steps: [.place(ann, 1), .place(bob, 2), .restore(bob, 1, of: 0)], target: .changes(seqs: 2...3),
            planned: nil),
        Story(
            testDescription: "what a target had painted over itself comes back with what it lay on",
            steps: [
                .place(ann, 1), .place(bob, 2), .place(bob, 3), .place(cat, 4), .restore(mod, 2, of: 1),
            ], target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "an undone rollback of two leaves what the one had placed over the other",
            steps: [
                .place(ann, 1), .place(cat, 2), .place(bob, 3), .restore(mod, 1, of: 0),
                .restore(mod, 3, of: 2),
            ], target: allOfBob, planned: (2, 1)),
        Story(
            testDescription: "and what was there before the one that the window begins with",
            steps: [
                .place(ann, 1), .place(bob, 2), .restore(mod, 0, of: -1), .restore(mod, 2, of: 1),
            ], target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "what was before everybody's and is given back is no newer pixel",
            steps: [.place(cat, 3), .place(ann, 1), .place(bob, 2), .restore(mod, 3, of: 0)],
            target: allOfBob, planned: nil),
        Story(
            testDescription: "a rollback that was made again is not undone with the first",
            steps: [
                .place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 0), .restore(mod, 2, of: 1),
                .restore(mod, 1, of: 0),
            ], target: .changes(seqs: 3...3), planned: nil),
        Story(
            testDescription: "one that others rolled over and gave back is",
            steps: [
                .place(cat, 3), .place(ann, 1), .place(bob, 2), .restore(mod, 1, of: 1),
                .restore(mod, 3, of: 0), .restore(mod, 1, of: 1),
            ], target: .changes(seqs: 4...4), planned: (2, 2)),
        Story(
            testDescription: "however often a target paints over itself",
            steps: [.place(ann, 1), .place(cat, 3)]
                + (0..<100).flatMap { _ in [Step.place(bob, 1), .place(bob, 2)] },
            target: allOfBob, planned: (3, 1)),
        Story(
            testDescription: "however often others paint over a target's",
            steps: [.place(ann, 1), .place(bob, 2)]
                + (0..<100).flatMap { _ in [Step.place(cat, 3), .place(cat, 4)] },
            target: allOfBob, planned: nil, keptBy: [cat]),
        Story(
            testDescription: "what was forgotten and comes back lies on what was before all of it",
            steps: [.place(ann, 1), .place(bob, 2)]
                + (0..<100).flatMap { _ in [Step.place(cat, 3), .place(bob, 4)] } + [.restore(mod, 2, of: 1)],
            target: allOfBob, planned: (1, 0)),
        Story(
            testDescription: "however often two take turns",
            steps: [.place(ann, 1)] + (0..<100).flatMap { _ in [Step.place(bob, 2), .place(cat, 3)] }
                + [.restore(mod, 2, of: 199)],
            target: allOfBob, planned: (3, 198)),
    ]

    @Test(arguments: stories)
    func `of each story the right part is taken away`(story: Story) throws {
        let shape = try #require(BoardShape(width: 3, height: 2))
        var planner = RollbackPlanner(
            shape: shape, area: nil, target: story.target, startSeq: 0,
            colours: [UInt8](repeating: 0, count: 6), origins: [])
        for (number, step) in story.steps.enumerated() {
            planner.take(change(number, step, story.steps))
        }
        let plan = planner.plan()
        let present: UInt8 =
            switch story.steps.last {
            case .place(_, let colour), .restore(_, let colour, _): colour
            case nil: 0
            }
        let entries = story.planned.map { planned in
            [
                RollbackEntry(
                    index: 4, newestSeq: UInt64(story.steps.count), colour: present, restored: planned.colour,
                    origin: origin(of: planned.step, story.steps))
            ]
        }
        #expect(plan.entries == entries ?? [])
        #expect(plan.seq == UInt64(story.steps.count))
        #expect(plan.keptBy == story.keptBy ?? [] && plan.keptCount == (story.keptBy == nil ? 0 : 1))
    }

    @Test(
        arguments: [
            ([.place(ann, 1), .place(bob, 2)], 1), ([.place(bob, 1), .place(bob, 2)], 0),
            ([.place(bob, 1)], 0), ([.place(ann, 1), .place(bob, 2), .place(cat, 3), .place(bob, 1)], 1),
            ([.place(bob, 1), .place(ann, 2), .place(bob, 3)], 1),
            // What others have drawn over since was placed over somebody all the same.
            ([.place(ann, 1), .place(bob, 2), .place(cat, 3)], 1),
            // Giving back is not placing.
            ([.place(ann, 1), .place(cat, 2), .restore(bob, 1, of: 0)], 0),
        ] as [([Step], Int)])
    func `pixels that were somebody else's are counted once`(steps: [Step], count: Int) throws {
        let shape = try #require(BoardShape(width: 3, height: 2))
        var planner = RollbackPlanner(
            shape: shape, area: nil, target: Self.allOfBob, startSeq: 0,
            colours: [UInt8](repeating: 0, count: 6), origins: [])
        for (number, step) in steps.enumerated() { planner.take(change(number, step, steps)) }
        #expect(planner.plan().overSomebodyCount == count)
    }

    private func change(_ number: Int, _ step: Step, _ steps: [Step]) -> BoardChange {
        let seq = UInt64(number + 1)
        let time = Int64(number) * 1_000
        switch step {
        case .place(let player, let colour):
            return BoardChange(
                seq: seq, change: PixelChange(index: 4, colour: colour, player: player), timeMillis: time)
        case .restore(let player, let colour, let source):
            return BoardChange(
                seq: seq, change: PixelChange(index: 4, colour: colour, player: player), timeMillis: time,
                undoOrigin: origin(of: source, steps))
        }
    }

    private func origin(of number: Int, _ steps: [Step]) -> PixelOrigin {
        guard number >= 0 else { return PixelOrigin() }
        switch steps[number] {
        case .place(let player, _): return PixelOrigin(player: player, timeMillis: Int64(number) * 1_000)
        case .restore(_, _, let source): return origin(of: source, steps)
        }
    }

    @Test func `only the area is looked at, and its pixels come in the board's order`() throws {
        let shape = try #require(BoardShape(width: 4, height: 3))
        let start = (0..<12).map { UInt8($0) }
        let origins = (0..<12).map { PixelOrigin(player: Self.ann, timeMillis: Int64($0)) }
        for (area, expected) in [
            (nil, Array(0..<12)), (BoardRectangle(x: 1, y: 1, width: 2, height: 2), [5, 6, 9, 10]),
            (BoardRectangle(x: 3, y: 0, width: 100, height: 100), [3, 7, 11]),
            (BoardRectangle(x: 4, y: 0, width: 1, height: 1), []),
            (BoardRectangle(x: 0, y: 1, width: 4, height: 1), [4, 5, 6, 7]),
        ] as [(BoardRectangle?, [Int])] {
            var planner = RollbackPlanner(
                shape: shape, area: area, target: Self.allOfBob, startSeq: 70, colours: start,
                origins: origins)
            for number in 0..<12 {
                let change = PixelChange(index: UInt32(11 - number), colour: 20, player: Self.bob)
                planner.take(BoardChange(seq: 71 + UInt64(number), change: change, timeMillis: 100))
            }
            let plan = planner.plan()
            #expect(plan.entries.map { Int($0.index) } == expected)
            #expect(plan.entries.map { Int($0.restored) } == expected)
            #expect(plan.entries.map { $0.origin } == expected.map { origins[$0] })
            #expect(plan.entries.map { $0.newestSeq } == expected.map { UInt64(82 - $0) })
            #expect(plan.seq == 82 && plan.keptCount == 0)
        }
    }
}
