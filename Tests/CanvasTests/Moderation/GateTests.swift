import Canvas
import Testing

@Suite struct GateTests {
    private let old = PlayerSlot(number: 10)
    private let young = PlayerSlot(number: 20)

    @Test func `sessions from a number on wait`() throws {
        var board = try makeBoard()
        board.setGate(newcomersFrom: 20, challengeFrom: nil)
        #expect(board.place(old, x: 0, y: 0, colour: 1, at: 0).status == .placed)
        #expect(board.place(young, x: 1, y: 0, colour: 1, at: 0).status == .newcomer)
        #expect(board.charges(of: young, at: 0) == (2, 0))
        board.setGate(newcomersFrom: 21, challengeFrom: nil)
        #expect(board.place(young, x: 1, y: 0, colour: 1, at: 0).status == .placed)
        board.setGate(newcomersFrom: 0, challengeFrom: nil)
        #expect(board.place(old, x: 1, y: 1, colour: 1, at: 0).status == .newcomer)
        board.setGate(newcomersFrom: nil, challengeFrom: nil)
        #expect(board.place(old, x: 1, y: 1, colour: 1, at: 0).status == .placed)
    }

    @Test func `sessions from a number on pass a challenge, once`() throws {
        var board = try makeBoard()
        board.setGate(newcomersFrom: nil, challengeFrom: 20)
        #expect(board.place(old, x: 0, y: 0, colour: 1, at: 0).status == .placed)
        #expect(board.place(young, x: 1, y: 0, colour: 1, at: 0).status == .challenge)
        board.notePassedChallenge(young)
        #expect(board.place(young, x: 1, y: 0, colour: 1, at: 0).status == .placed)
        board.forgetPassedChallenges()
        #expect(board.place(young, x: 1, y: 0, colour: 2, at: 0).status == .challenge)
        // Where one would have to wait all the same, the challenge comes first.
        board.setGate(newcomersFrom: 20, challengeFrom: 20)
        #expect(board.place(young, x: 1, y: 0, colour: 2, at: 0).status == .challenge)
        board.notePassedChallenge(young)
        #expect(board.place(young, x: 1, y: 0, colour: 2, at: 0).status == .newcomer)
    }

    @Test func `gates are not for the staff, but what is said of a player is for everybody`() throws {
        var board = try makeBoard()
        board.setGate(newcomersFrom: 0, challengeFrom: 0)
        board.setStaff([young])
        #expect(board.place(young, x: 0, y: 0, colour: 1, at: 0).status == .placed)
        let said: [(Restrictions, PlacementStatus)] = [
            (.banned, .banned), (.challenge, .challenge), (.newcomer, .newcomer),
            ([.challenge, .newcomer, .banned], .banned), (.protected, .placed), ([], .placed),
        ]
        for (number, (restrictions, status)) in said.enumerated() {
            board.setRestrictions(restrictions, of: young)
            let verdict = board.place(
                young, x: 0, y: 0, colour: UInt16(2 + number % 2), at: Int64(number) * 10_000)
            #expect(verdict.status == status, "\(restrictions)")
        }
        board.setStaff([])
        #expect(board.place(young, x: 1, y: 1, colour: 1, at: 100_000).status == .challenge)
    }

    @Test func `a challenge that was asked of one player is lifted for that player`() throws {
        var board = try makeBoard()
        board.setRestrictions(.challenge, of: old)
        let said = [old, young].map { board.restrictions(of: $0) }
        #expect(said == [.challenge, []])
        board.notePassedChallenge(old)
        #expect(board.place(old, x: 0, y: 0, colour: 1, at: 0).status == .challenge)
        board.setRestrictions([], of: old)
        #expect(board.place(old, x: 0, y: 0, colour: 1, at: 0).status == .placed)
    }

    @Test func `only so many players are restricted, and each of them stays it`() throws {
        var board = try makeBoard()
        for number in 0..<UInt32(Board.restrictedPlayersMax) {
            board.setRestrictions(.banned, of: PlayerSlot(number: number))
        }
        let another = PlayerSlot(number: UInt32(Board.restrictedPlayersMax))
        let steps: [(PlayerSlot, Restrictions, Bool)] = [
            (another, .banned, false), (old, .shadowed, true), (another, .banned, false), (old, [], true),
            (another, .banned, true), (old, .banned, false),
        ]
        for (player, restrictions, hasRoom) in steps {
            let before = board.restrictions(of: player)
            let isDone = board.setRestrictions(restrictions, of: player)
            #expect(isDone == hasRoom)
            let said = board.restrictions(of: player)
            #expect(said == (hasRoom ? restrictions : before))
        }
    }

    private func makeBoard() throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        return Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 4,
            rules: Rules(cooldownMillis: 1_000, chargesMax: 2))
    }
}
