import Canvas
import TestKit
import Testing

@testable import Ledger

/// What was taken back before the end is taken back after it.
struct UndoTests {
    private let ada = PlayerSlot(number: 1)
    private let grace = PlayerSlot(number: 2)

    /// A board on a shelf: Ada places, Grace paints over it, Grace takes it back.
    private final class Scene {
        let shelf: Shelf
        let painting: Painting

        init() throws {
            shelf = try Shelf()
            shelf.options.rememberedChanges = 0
            painting = try Painting(cooldownMillis: 30_000)
        }

        func place(_ player: PlayerSlot, colour: UInt16, _ ledger: DiskLedger) {
            painting.timeMillis += 100
            let verdict = painting.board.decide(
                Placement(player: player, x: 3, y: 0, colour: colour), isBusy: false, isFlooding: false,
                at: painting.timeMillis)
            #expect(verdict.status == .placed)
            keep(player, ledger)
        }

        func undo(_ player: PlayerSlot, _ ledger: DiskLedger) {
            painting.timeMillis += 100
            let verdict = painting.board.undo(
                Placement(player: player, x: 3, y: 0, colour: 0), isBusy: false, isFlooding: false,
                at: painting.timeMillis)
            #expect(verdict.status == .placed)
            keep(player, ledger)
        }

        private func keep(_ player: PlayerSlot, _ ledger: DiskLedger) {
            let wait = painting.board.fullInMillis(of: player, at: painting.timeMillis)
            guard let changes = painting.board.takeGroup(timeMillis: painting.timeMillis) else { return }
            let group = LedgerGroup(board: .main, epoch: 7, changes: changes, fullInMillis: [wait])
            #expect(ledger.commitAndWait(group).error == nil)
            painting.commit(group)
        }
    }

    @Test(arguments: 0...4)
    func `owner and charges are right again, wherever a snapshot lies`(snapshotAfter: Int) throws {
        let scene = try Scene()
        try scene.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(scene.painting.meta)])).error == nil)
            let steps: [(DiskLedger) -> Void] = [
                { scene.place(ada, colour: 4, $0) }, { scene.place(grace, colour: 5, $0) },
                { scene.undo(grace, $0) }, { scene.place(grace, colour: 6, $0) }, { scene.undo(grace, $0) },
            ]
            for (number, step) in steps.enumerated() {
                step(ledger)
                if number == snapshotAfter { try ledger.save(scene.painting.image) }
            }
        }
        scene.shelf.options.nowMillis = scene.painting.timeMillis
        try scene.shelf.open { ledger, recovered in
            let board = recovered.boards[0]
            #expect(scene.painting.equals(board) && recovered.warnings.isEmpty)
            #expect(board.grid.colours[3] == 4 && board.grid.seq == 5)
            #expect(board.origins[3] == PixelOrigin(player: ada, timeMillis: 1_700_000_000_100))
            // Grace has every charge again, Ada waits for hers.
            #expect(board.charges.map(\.player) == [ada.number])
            let history = try answer {
                ledger.past.changes(
                    ofPixel: 3, on: .main, epoch: 7, PastPage(limit: 10), completion: $0)
            }.get()
            #expect(history.map(\.seq) == [5, 4, 3, 2, 1])
            #expect(history.map(\.isUndo) == [true, false, true, false, false])
            #expect(history.map(\.player) == [grace, grace, grace, grace, ada])
            #expect(history.map(\.colour) == [4, 6, 4, 5, 4])
        }
        let archive = try Archive(in: scene.shelf.directory)
        var undone: [UInt64] = []
        try archive.forEachPlacement(of: archive.boards[0]) { placement in
            if placement.isUndo { undone.append(placement.seq) }
            return true
        }
        #expect(undone == [3, 5])
    }

    @Test func `a pixel that nobody had placed is nobody's again`() throws {
        let scene = try Scene()
        try scene.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(scene.painting.meta)])).error == nil)
            scene.place(ada, colour: 4, ledger)
            scene.undo(ada, ledger)
        }
        scene.shelf.options.nowMillis = scene.painting.timeMillis
        try scene.shelf.open { _, recovered in
            #expect(recovered.boards[0].origins[3] == PixelOrigin() && recovered.boards[0].charges.isEmpty)
            #expect(recovered.boards[0].grid.colours[3] == 0)
        }
    }
}
