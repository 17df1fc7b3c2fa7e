/// New names that begin alike, as those of programs do.
enum NameRush {
    /// So many letters have to be the same.
    static let prefixCount = 4
    /// So many names have to begin with them.
    static let countMin = 5
    /// Names that are looked at, the newest: a flood shows among them.
    static let namesMax = 5000

    /// How the largest group begins, and how many are in it; nil where none stands out.
    static func find(in names: some Sequence<String>) -> (beginning: String, count: Int)? {
        var groups: [String: [String]] = [:]
        for name in names {
            let small = name.lowercased()
            guard small.count >= prefixCount else { continue }
            groups[String(small.prefix(prefixCount)), default: []].append(small)
        }
        let largest = groups.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        guard let group = largest?.value, group.count >= countMin, let first = group.first else { return nil }
        let shared = group.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        return (shared, group.count)
    }
}
