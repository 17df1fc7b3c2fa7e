import Foundation

/// What a benchmark found: rows for people, goals for machines.
struct Report {
    private struct Row {
        let name: String
        let value: String
        let note: String
    }

    private var rows: [Row] = []
    private(set) var meetsGoals = true

    /// With a first line that is no figure.
    init(_ remark: String = "") {
        if !remark.isEmpty { add(remark, "") }
    }

    /// Adds a figure that is only told.
    mutating func add(_ name: String, _ value: String, _ note: String = "") {
        rows.append(Row(name: name, value: value, note: note))
    }

    /// Adds a figure that has to be at most `goal`.
    mutating func add(_ name: String, _ value: Double, unit: String, atMost goal: Double) {
        let isMet = value <= goal
        meetsGoals = meetsGoals && isMet
        add(name, "\(value.short) \(unit)", "goal \(goal.short): \(isMet ? "met" : "MISSED")")
    }

    /// Adds something that must be so.
    mutating func require(_ name: String, _ isSo: Bool, _ value: String) {
        meetsGoals = meetsGoals && isSo
        add(name, value, isSo ? "as it must be" : "MUST NOT BE")
    }

    /// Prints the table.
    func show(checksGoals: Bool) {
        let nameWidth = rows.map(\.name.count).max() ?? 0
        let valueWidth = rows.map(\.value.count).max() ?? 0
        for row in rows {
            let gap = String(repeating: " ", count: valueWidth - row.value.count)
            let note = checksGoals || !row.note.hasPrefix("goal") ? row.note : ""
            say("  \(row.name.padded(to: nameWidth))  \(gap)\(row.value)  \(note)")
        }
    }
}

extension Double {
    /// Three significant digits or all before the point.
    var short: String {
        let digits = abs(self) >= 100 ? 0 : abs(self) >= 10 ? 1 : 2
        return String(format: "%.\(digits)f", self)
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}

extension [Double] {
    /// The value that so many of a hundred do not exceed; 0 of nothing.
    func percentile(_ hundredths: Double) -> Double {
        guard !isEmpty else { return 0 }
        let place = Int((hundredths / 100 * Double(count)).rounded(.up)) - 1
        return sorted()[Swift.min(Swift.max(place, 0), count - 1)]
    }
}

/// Prints a line at once: whoever reads through a pipe sees how far it came.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
