import Canvas
import Wire

extension HostedBoard {
    /// The widest and highest that a preview is: as the console shows it.
    private static let previewWidth = 24
    private static let previewHeight = 16

    /// What a plan looks like, and what it costs to tell everybody.
    func describe(_ plan: RollbackPlan, in effects: inout ActEffects) {
        guard !plan.entries.isEmpty else { return }
        let indexes = plan.entries.map(\.index)
        let seq = board.decidedSeq + UInt64(indexes.count)
        effects.frames = 1
        effects.frameBytes = DeltaFrame.byteCount(seq: seq, advance: UInt64(indexes.count), indexes: indexes)
        effects.preview = preview(of: plan)
    }

    /// The middle of what would change, before and after.
    private func preview(of plan: RollbackPlan) -> Preview {
        let shape = board.shown.shape
        let middle = Int(plan.entries[plan.entries.count / 2].index)
        var preview = Preview()
        preview.width = min(Self.previewWidth, shape.width)
        preview.height = min(Self.previewHeight, shape.height)
        preview.x = min(max(0, middle % shape.width - preview.width / 2), shape.width - preview.width)
        preview.y = min(max(0, middle / shape.width - preview.height / 2), shape.height - preview.height)
        let rows = preview.y..<preview.y + preview.height
        let columns = preview.x..<preview.x + preview.width
        var restored: [Int: UInt8] = [:]
        for entry in plan.entries {
            let (row, column) = Int(entry.index).quotientAndRemainder(dividingBy: shape.width)
            if rows.contains(row), columns.contains(column) { restored[Int(entry.index)] = entry.restored }
        }
        for row in rows {
            for column in columns {
                let index = shape.index(x: column, y: row)
                let colour = board.shown.colours[index]
                preview.before += colour.twoDigits
                preview.after += (restored[index] ?? colour).twoDigits
            }
        }
        return preview
    }
}

extension UInt8 {
    /// As a colour is told: two hexadecimal digits.
    var twoDigits: String {
        (self < 16 ? "0" : "") + String(self, radix: 16)
    }
}
