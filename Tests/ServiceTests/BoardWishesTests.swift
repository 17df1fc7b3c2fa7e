import Canvas
import Service
import Testing

/// What is said of a board, and what is left as it was.
struct BoardWishesTests {
    @Test func `what nobody said leaves the rules as they were kept`() {
        let kept = Rules(cooldownMillis: 700, chargesMax: 9, state: .frozen)
        #expect(BoardWishes().rules(over: kept) == kept)
        var wishes = BoardWishes()
        wishes.cooldownMillis = 0
        #expect(wishes.rules(over: kept) == Rules(cooldownMillis: 0, chargesMax: 9, state: .frozen))
        wishes.chargesMax = 2
        #expect(wishes.rules(over: kept) == Rules(cooldownMillis: 0, chargesMax: 2, state: .frozen))
        wishes.state = .closed
        #expect(wishes.rules(over: kept) == Rules(cooldownMillis: 0, chargesMax: 2, state: .closed))
    }

    @Test func `what is said of one board goes before what is said of all`() {
        var options = ServeOptions()
        options.everyBoard.cooldownMillis = 5000
        options.everyBoard.closesAtMillis = 9
        options.boards[0].wishes.cooldownMillis = 1
        options.boards[0].wishes.shape = BoardShape(width: 3, height: 2)
        let wishes = options.wishes(of: options.boards[0])
        #expect(wishes.cooldownMillis == 1 && wishes.closesAtMillis == 9 && wishes.palette == nil)
        #expect(wishes.shape == BoardShape(width: 3, height: 2) && wishes.chargesMax == nil)
    }
}
