/// Guesses what somebody meant who wrote something else.
public enum Spelling {
    /// The name that is nearest to the word, where one is near enough to be meant.
    public static func nearest(to word: String, of names: [String]) -> String? {
        // Other programs write the same names with `_`, or with capitals.
        let plain = word.lowercased().map { $0 == "_" ? "-" : $0 }
        guard plain.count <= characterCountMax else { return nil }
        let ranked = names.map { (name: $0, distance: distance(plain, Array($0))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }),
            best.distance <= max(1, best.name.count / 3)
        else { return nil }
        return best.name
    }

    /// No name is as long, and time is spent on the square of it.
    private static let characterCountMax = 64

    /// How many letters have to be added, left out, replaced or swapped with their neighbour to make the one
    /// word of the other.
    public static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var rows = [Array(0...second.count)]
        for (i, a) in first.enumerated() {
            var row = [i + 1]
            for (j, b) in second.enumerated() {
                var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == second[j - 1], first[i - 1] == b {
                    least = min(least, rows[i - 1][j - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}
