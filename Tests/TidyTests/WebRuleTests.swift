import Testing

struct WebRuleTests {
    private func found(_ files: [String: String]) -> [String] {
        let prefixed = files.map {
            ($0.key.hasSuffix(".html") ? "Web/\($0.key)" : "Web/js/\($0.key)", $0.value)
        }
        return WebRules.check(Project(Dictionary(uniqueKeysWithValues: prefixed))).map(\.description)
    }

    @Test func `imports are read from statements, re-exports and calls`() {
        let text = """
            import "./a.js";
            import { b, c } from './b.js';
            import {
              d,
            } from "./d.js";
            export * from "./e.js";
            const f = await import("./f.js");
            // import "./g.js";
            const h = "import './h.js'";
            """
        let imports = WebRules.imports(of: SourceFile(path: "Web/js/main.js", text: text))
        #expect(imports.map(\.target) == ["./a.js", "./b.js", "./d.js", "./e.js", "./f.js"])
        #expect(imports.map(\.line) == [1, 2, 5, 6, 7])
    }

    @Test func `an area imports only what it may`() {
        let files = [
            "main.js": "import './ui/a.js'; import './net/b.js'", "ui/a.js": "import '../net/b.js'",
            "net/b.js": "import '../wire/c.js'", "wire/c.js": "import '../canvas/d.js'", "canvas/d.js": "",
            "input/e.js": "import '../wire/c.js'", "util/f.js": "import '../main.js'",
            "misc/g.js": "import '../ui/a.js'",
        ]
        #expect(
            found(files).filter { !$0.contains("circle") } == [
                "Web/js/input/e.js:1: input may not import wire",
                "Web/js/misc/g.js:1: misc is not an area of the client",
                "Web/js/ui/a.js:1: ui may not import net", "Web/js/util/f.js:1: util may not import main.js",
                "Web/js/wire/c.js:1: wire may not import canvas",
            ])
    }

    @Test func `imports that lead out or nowhere are found`() {
        #expect(
            found(["main.js": "import 'lodash';\nimport './gone.js';"]) == [
                "Web/js/main.js:1: lodash: we have no packages", "Web/js/main.js:2: ./gone.js leads nowhere",
            ])
    }

    @Test func `circles are found`() {
        let files = [
            "ui/a.js": "import './b.js'", "ui/b.js": "import './c.js'", "ui/c.js": "import './a.js'",
        ]
        #expect(
            found(files) == [
                "Web/js/ui/a.js:1: imports in a circle: ui/a.js -> ui/b.js -> ui/c.js -> ui/a.js"
            ])
    }

    @Test(arguments: [
        ("ui/a.js", "b.innerHTML = c"), ("ui/a.js", "eval(b)"), ("ui/a.js", "console.log(1)"),
        ("canvas/grid.js", "document.body"), ("canvas/viewport.js", "c.getContext('2d')"),
        ("wire/reader.js", "Date.now()"), ("net/polling.js", "setTimeout(a, 1)"),
        ("wire/a.js", "window.b"),
    ])
    func `words that a file may not use are found`(path: String, text: String) {
        #expect(found([path: text]).count == 1)
    }

    @Test(arguments: [
        ("util/log.js", "console.log(1)"), ("canvas/renderer.js", "document.body; c.getContext('2d')"),
        ("net/connection.js", "this.clock.setTimeout(a)"), ("ui/stage.js", "setTimeout(a, 1)"),
        ("ui/a.js", "// innerHTML\nb.textContent = 'eval'"), ("wire/a.js", "message.window"),
    ])
    func `words in their place are left alone`(path: String, text: String) {
        #expect(found([path: text]) == [])
    }

    @Test(arguments: [
        "<script>a()</script>", "<style>a{}</style>", "<p style=\"a\">", "<button onclick=\"a()\">",
    ])
    func `code inside the page is found`(line: String) {
        #expect(found(["index.html": line]).count == 1)
    }

    @Test func `a page that only names its files is left alone`() {
        let page = """
            <script type="module" src="/js/main.js"></script>
            <link rel="stylesheet" href="/style/page.css"> <p class="on">only = on</p>
            """
        #expect(found(["index.html": page]) == [])
    }
}
