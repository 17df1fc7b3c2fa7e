/// The page names every module that it fetches: those of `main.js` in its head, and in the template `later`
/// those of what `main.js` imports once the board is shown. Otherwise each would be found only when the one
/// before it has come, a round trip a step.
enum PreloadRules {
    private static let page = "Web/index.html"
    private static let entry = WebRules.scripts + "main.js"

    static func check(_ project: Project) -> [Violation] {
        let files = Dictionary(uniqueKeysWithValues: project.files.map { ($0.path, $0) })
        guard let page = files[page], let entry = files[entry] else { return [] }
        let first = closure(of: [entry.path], files)
        let called = WebRules.imports(of: entry).filter(\.isCall).map {
            WebRules.resolve($0.target, from: entry)
        }
        let later = closure(of: called, files).subtracting(first)
        let start = page.lines.firstIndex { $0.contains("<template id=\"later\">") } ?? page.lines.endIndex
        let end = page.lines[start...].firstIndex { $0.contains("</template>") } ?? page.lines.endIndex
        return differences(page, page.lines[..<start], first.subtracting([entry.path]), "the head")
            + differences(page, page.lines[start..<end], later, "the template `later`")
    }

    /// These modules and all that they import by statements.
    static func closure(of paths: [String], _ files: [String: SourceFile]) -> Set<String> {
        var found: Set<String> = []
        var waiting = paths
        while let path = waiting.popLast() {
            guard found.insert(path).inserted, let file = files[path] else { continue }
            waiting += WebRules.imports(of: file).filter { !$0.isCall }.map {
                WebRules.resolve($0.target, from: file)
            }
        }
        return found
    }

    private static func differences(
        _ page: SourceFile, _ lines: ArraySlice<Substring>, _ wanted: Set<String>, _ place: String
    ) -> [Violation] {
        let beginning = "<link rel=\"modulepreload\" href=\""
        let named = lines.indices.compactMap { index -> (line: Int, path: String)? in
            guard let range = lines[index].firstRange(of: beginning) else { return nil }
            return (index + 1, "Web/" + lines[index][range.upperBound...].prefix { $0 != "\"" })
        }
        let needless = named.enumerated().filter { number, link in
            !wanted.contains(link.path) || named[..<number].contains { $0.path == link.path }
        }
        let missing = wanted.subtracting(named.map(\.path)).sorted()
        return needless.map {
            page.violation($1.line, "\(place) names \($1.path), which is not fetched then")
        }
            + missing.map {
                page.violation(lines.startIndex + 1, "\(place) lacks \(beginning)\($0.dropFirst(4))\">")
            }
    }
}
