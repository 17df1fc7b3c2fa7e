import Testing

struct PreloadRuleTests {
    private func found(_ head: [String], later: [String]) -> [String] {
        let links = { (paths: [String]) in
            paths.map { "<link rel=\"modulepreload\" href=\"js/\($0)\">\n" }.joined()
        }
        return PreloadRules.check(
            Project([
                "Web/index.html": links(head) + "<template id=\"later\">\n" + links(later) + "</template>\n",
                "Web/js/main.js": "import './a.js'; await import('./c.js');",
                "Web/js/a.js": "import './b.js'; const late = () => import('./late.js');", "Web/js/b.js": "",
                "Web/js/c.js": "import './b.js'; import './d.js';", "Web/js/d.js": "", "Web/js/late.js": "",
            ])
        ).map(\.description)
    }

    @Test func `a page that names what it fetches, when it does, is left alone`() {
        #expect(found(["a.js", "b.js"], later: ["c.js", "d.js"]) == [])
    }

    @Test func `what is missing is told as it has to be written`() {
        #expect(
            found(["a.js"], later: ["d.js"]) == [
                "Web/index.html:1: the head lacks <link rel=\"modulepreload\" href=\"js/b.js\">",
                "Web/index.html:2: the template `later` lacks <link rel=\"modulepreload\" href=\"js/c.js\">",
            ])
    }

    @Test func `what is fetched at another time, or named twice, is needless`() {
        #expect(
            found(["a.js", "b.js", "late.js", "a.js"], later: ["b.js", "c.js", "d.js"]) == [
                "Web/index.html:3: the head names Web/js/late.js, which is not fetched then",
                "Web/index.html:4: the head names Web/js/a.js, which is not fetched then",
                "Web/index.html:6: the template `later` names Web/js/b.js, which is not fetched then",
            ])
    }
}
