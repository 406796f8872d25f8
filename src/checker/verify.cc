// Replay of evidence. For every violation: each cited line stands where it is said to stand; hops join into
// paths whose two ends share a subnet that the cited lines configure; nothing that failed is used; and each
// offender is tied to the path (as a node, below a hop, or through managers and hosts) and to a party (role
// line, list, shares).

#include "checker/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "base/value_tree.h"
#include "base/yaml_reader.h"
#include "checker/cited_files.h"
#include "net/ip.h"

namespace ringfence::checker {
namespace {

using base::NodeRef;
using base::ValueEntry;
using base::ValueTree;

/// The steps that findings have numbers of.
struct Steps {
  std::vector<NodeRef> steps;
  std::vector<std::uint8_t> compared;  ///< by step: the lines that it cites
};

/// Replays one finding.
class Replay {
 public:
  Replay(const ValueTree& tree, Steps& steps, CitedFiles& files, Outcome& outcome, std::string where)
      : tree_(tree), all_(steps), files_(files), outcome_(outcome), where_(std::move(where)) {}

  void Run(NodeRef finding) {
    const std::vector<std::size_t> evidence = StepsOf(finding);
    // What failed counts for every step, wherever and however it is stated.
    for (NodeRef label : tree_.Items(tree_.Find(finding, "failed")))
      failed_.insert(std::string(tree_.TextOf(label)));
    for (const std::size_t number : evidence) {
      const NodeRef step = all_.steps[number];
      if (Value(step, "step") == "fails") failed_.insert(Value(step, "element"));
    }
    for (const std::size_t number : evidence) {
      ++outcome_.steps;
      if (std::exchange(all_.compared[number], std::uint8_t{1}) == 0) CheckLines(all_.steps[number]);
      Dispatch(all_.steps[number]);
    }
    for (NodeRef offender : tree_.Items(tree_.Find(finding, "offenders"))) CheckOffender(offender);
    if (evidence.empty()) Fail("a violation without evidence");
  }

 private:
  /// Numbers of the steps that are there.
  std::vector<std::size_t> StepsOf(NodeRef finding) {
    std::vector<std::size_t> numbers;
    for (NodeRef item : tree_.Items(tree_.Find(finding, "evidence"))) {
      const std::string_view text = tree_.TextOf(item);
      std::size_t number = all_.steps.size();
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc() && end == text.data() + text.size() && number < all_.steps.size())
        numbers.push_back(number);
      else
        Fail(fmt::format("there is no step '{}'", text));
    }
    return numbers;
  }

  std::string Value(NodeRef map, std::string_view key) const { return std::string(tree_.Text(map, key)); }

  void Fail(std::string what) {
    outcome_.ok = false;
    outcome_.report.push_back(fmt::format("{}: {}", where_, what));
  }

  void CheckLines(NodeRef step) {
    for (NodeRef line : tree_.Items(tree_.Find(step, "lines"))) {
      ++outcome_.lines;
      const std::string file = Value(line, "file");
      const auto found = files_.Line(file, NumberOf(line));
      if (!found || *found != Value(line, "text")) {
        Fail(fmt::format("{}:{} does not say '{}'", file, Value(line, "line"), Value(line, "text")));
      }
    }
  }

  std::size_t NumberOf(NodeRef line) const {
    const std::string_view text = tree_.Text(line, "line");
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  /// True when some cited line, or the entry it opens, holds the word.
  bool Cites(NodeRef step, std::string_view word) {
    return std::ranges::any_of(tree_.Items(tree_.Find(step, "lines")), [&](NodeRef line) {
      return HasWord(files_.Block(Value(line, "file"), NumberOf(line)), word);
    });
  }

  void Dispatch(NodeRef step) {
    const std::string kind = Value(step, "step");
    if (kind == "fails") return;  // known since Run
    if (kind == "hop") return CheckHop(step);
    if (kind == "copies") return CheckCopies(step);
    if (kind == "wraps") return CheckWraps(step);
    if (kind == "arrives") return CheckArrives(step);
    if (kind == "under") return CheckUnder(step);
    if (kind == "manages" || kind == "hosts") return CheckRelation(step);
    if (kind == "role")
      return CheckNamed(step, "party"), roles_.emplace(Value(step, "element"), Value(step, "party")), void();
    if (kind == "listed") return CheckNamed(step, "party"), members_.insert(Value(step, "party")), void();
    if (kind == "owned") return CheckOwned(step);
    if (kind != "line") Fail(fmt::format("unknown step '{}'", kind));
  }

  void CheckHop(NodeRef step) {
    const std::string from = Value(step, "from"), to = Value(step, "to");
    std::set<std::string>& reached = reached_[Value(step, "direction")];
    // The first hop of a direction starts it; every later one must start where an earlier one arrived.
    if (!reached.empty() && !reached.contains(from))
      Fail(fmt::format("the hop {} -> {} starts where no hop arrived", from, to));
    reached.insert(from);
    reached.insert(to);
    for (const std::string& node : {from, to}) {
      if (failed_.contains("node:" + node)) Fail(fmt::format("the path uses {}, which has failed", node));
    }
    for (const std::string& label : failed_) {
      if (UsesLink(label, step)) Fail(fmt::format("the path uses {}, which has failed", label));
    }
    if (!Value(step, "policy").empty()) CheckNamed(step, "policy");
    if (Value(step, "cable") == "yes") {
      CheckNamed(step, "from-interface");
      CheckNamed(step, "to-interface");
    }
    const auto near = net::ParseHostPrefix(Value(step, "from-address"));
    const auto far = net::ParseHostPrefix(Value(step, "to-address"));
    if (!near || !far) {
      if (Value(step, "switched") == "yes" && tree_.Items(tree_.Find(step, "lines")).empty())
        return Fail(fmt::format("the hop {} -> {} cites no line of its ports", from, to));
      if (Value(step, "from-address").empty() && Value(step, "to-address").empty()) return;  // unnumbered
      return Fail(fmt::format("the hop {} -> {} has no addresses", from, to));
    }
    if (near->subnet() != far->subnet())
      Fail(fmt::format("{} and {} are not one subnet", Value(step, "from-address"),
                       Value(step, "to-address")));
    for (const auto& address : {near->address, far->address}) {
      if (!Cites(step, net::ToString(address)))
        Fail(fmt::format("no cited line holds {}", net::ToString(address)));
    }
  }

  /// A copy begins where the flow, or an earlier copy, was handled; its hops begin there.
  void CheckCopies(NodeRef step) {
    const std::string at = Value(step, "at");
    if (!Tied(at)) Fail(fmt::format("{} copies what does not pass it", at));
    if (failed_.contains("node:" + at)) Fail(fmt::format("{} copies, but has failed", at));
    if (tree_.Items(tree_.Find(step, "lines")).empty())
      Fail(fmt::format("{} copies without a cited line", at));
    if (!Value(step, "to-address").empty()) CheckNamed(step, "to-address");
    reached_[Value(step, "direction")] = {at};
  }

  /// Does the hop cross the link of a label such as "link:a--b" or "link:a[x]--b[y]"?
  bool UsesLink(const std::string& label, NodeRef step) const {
    if (!label.starts_with("link:")) return false;
    for (const auto& [a, b] : {std::pair("from", "to"), std::pair("to", "from")}) {
      const std::string plain = fmt::format("link:{}--{}", Value(step, a), Value(step, b));
      const std::string full =
          fmt::format("link:{}[{}]--{}[{}]", Value(step, a), Value(step, fmt::format("{}-interface", a)),
                      Value(step, b), Value(step, fmt::format("{}-interface", b)));
      if (label == plain || label == full) return true;
    }
    return false;
  }

  void CheckWraps(NodeRef step) {
    if (tree_.Items(tree_.Find(step, "lines")).empty()) Fail("a tunnel without a cited line");
  }

  void CheckArrives(NodeRef step) {
    const std::set<std::string>& reached = reached_[Value(step, "direction")];
    if (!reached.empty() && !reached.contains(Value(step, "at")))
      Fail(fmt::format("no hop arrives at {}", Value(step, "at")));
    reached_[Value(step, "direction")].insert(Value(step, "at"));
  }

  void CheckUnder(NodeRef step) {
    for (const std::string& label :
         {"line-system:" + Value(step, "element"), "circuit:" + Value(step, "circuit")}) {
      if (failed_.contains(label)) Fail(fmt::format("the path uses {}, which has failed", label));
    }
    CheckNamed(step, "circuit");
    CheckNamed(step, "element");
    tied_.insert(Value(step, "element"));
  }

  void CheckRelation(NodeRef step) {
    if (!Tied(Value(step, "object")))
      Fail(fmt::format("{} is tied to nothing on the path", Value(step, "object")));
    if (tree_.Items(tree_.Find(step, "lines")).empty())
      Fail(fmt::format("{} has power over {} without a cited line", Value(step, "subject"),
                       Value(step, "object")));
    tied_.insert(Value(step, "subject"));
  }

  bool Tied(const std::string& element) const {
    const bool on_path = std::ranges::any_of(
        reached_, [&](const auto& direction) { return direction.second.contains(element); });
    return on_path || tied_.contains(element);
  }

  void CheckNamed(NodeRef step, std::string_view key) {
    if (!Cites(step, tree_.Text(step, key)))
      Fail(fmt::format("no cited line names {}", tree_.Text(step, key)));
  }

  /// "35.71%" in hundredths of a percent.
  static std::uint64_t Hundredths(std::string_view text) {
    std::uint64_t value = 0;
    int decimals = -1;
    for (char c : text) {
      if (c == '.' && decimals < 0) decimals = 0;
      if (c < '0' || c > '9' || decimals == 2) continue;
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
      if (decimals >= 0) ++decimals;
    }
    for (decimals = std::max(decimals, 0); decimals < 2; ++decimals) value *= 10;
    return value;
  }

  /// The first percentage in the entry that each cited line opens; a line cited twice is one share.
  std::uint64_t SharesCited(NodeRef step) {
    std::uint64_t sum = 0;
    std::set<std::pair<std::string, std::size_t>> counted;
    for (NodeRef line : tree_.Items(tree_.Find(step, "lines"))) {
      if (!counted.emplace(Value(line, "file"), NumberOf(line)).second) continue;
      const std::string block = files_.Block(Value(line, "file"), NumberOf(line));
      const std::size_t percent = block.find('%');
      if (percent == std::string::npos) continue;
      std::size_t start = percent;
      while (start > 0 &&
             (std::isdigit(static_cast<unsigned char>(block[start - 1])) != 0 || block[start - 1] == '.'))
        --start;
      sum += Hundredths(std::string_view(block).substr(start, percent - start));
    }
    return sum;
  }

  void CheckOwned(NodeRef step) {
    if (!tree_.Find(step, "threshold").valid()) return;  // an owner further up: shown, nothing rests on it
    members_.insert(Value(step, "party"));
    if (Hundredths(Value(step, "covered-share")) < Hundredths(Value(step, "threshold")))
      Fail(fmt::format("{} is held below the threshold", Value(step, "party")));
    if (tree_.Items(tree_.Find(step, "lines")).empty())
      Fail(fmt::format("{} is owned without a cited line", Value(step, "party")));
    if (SharesCited(step) < Hundredths(Value(step, "covered-share"))) {
      Fail(fmt::format("the cited shares of {} do not add up to {}", Value(step, "party"),
                       Value(step, "covered-share")));
    }
  }

  void CheckOffender(NodeRef offender) {
    const std::string element = Value(offender, "element");
    if (!Tied(element)) Fail(fmt::format("{} is tied to nothing on the path", element));
    const auto role = roles_.find(element);
    if (role == roles_.end() || role->second != Value(offender, "party"))
      return Fail(fmt::format("nothing shows that {} is of {}", element, Value(offender, "party")));
    if (!members_.contains(role->second))
      Fail(fmt::format("nothing shows that {} is named or owned", role->second));
  }

  const ValueTree& tree_;
  Steps& all_;
  CitedFiles& files_;
  Outcome& outcome_;
  std::string where_;
  std::set<std::string> failed_;
  std::map<std::string, std::set<std::string>> reached_;  ///< by direction
  std::set<std::string> tied_;
  std::map<std::string, std::string> roles_;  ///< element -> party
  std::set<std::string> members_;
};

/// A violated rule must show something, and its arithmetic must be right.
void CheckRule(const ValueTree& tree, NodeRef rule, Steps& steps, CitedFiles& files, Outcome& outcome) {
  const std::string id(tree.Text(rule, "id"));
  std::size_t shown = 0;
  for (NodeRef flow : tree.Items(tree.Find(rule, "flows"))) {
    for (NodeRef finding : tree.Items(tree.Find(flow, "findings"))) {
      ++shown;
      Replay(tree, steps, files, outcome, fmt::format("{} {}", id, tree.Text(flow, "flow"))).Run(finding);
    }
  }
  for (NodeRef element : tree.Items(tree.Find(rule, "elements"))) {
    if (tree.Text(element, "offends") == "true") ++shown;
    for (NodeRef line : tree.Items(tree.Find(element, "lines"))) {
      ++outcome.lines;
      const std::string_view number = tree.Text(line, "line");
      std::size_t value = 0;
      std::from_chars(number.data(), number.data() + number.size(), value);
      const auto found = files.Line(std::string(tree.Text(line, "file")), value);
      if (found && *found == tree.Text(line, "text")) continue;
      outcome.ok = false;
      outcome.report.push_back(fmt::format("{}: {}:{} does not say '{}'", id, tree.Text(line, "file"), number,
                                           tree.Text(line, "text")));
    }
  }
  for (NodeRef clause : tree.Items(tree.Find(rule, "clauses")))
    shown += tree.Text(clause, "holds") == "false" ? 1U : 0U;
  const std::string_view verdict = tree.Text(rule, "verdict");
  if ((verdict == "violated" || verdict == "waived") && shown == 0) {
    outcome.ok = false;
    outcome.report.push_back(fmt::format("{}: {}, but nothing is shown", id, verdict));
  }
}

}  // namespace

Outcome Verify(std::string_view result, const base::FileSystem& files, const std::string& root) {
  Outcome outcome;
  base::SourceMap sources;
  base::Diagnostics diagnostics;
  const base::FileId file = sources.Add("result", std::string(result));
  const auto tree = base::ReadYaml(sources.file(file), file, diagnostics);
  const NodeRef head = tree ? tree->Find(tree->root(), "ringfence") : NodeRef();
  if (!tree || tree->Text(head, "document") != "check" || tree->Text(head, "version") != "2") {
    if (!tree && diagnostics.has_errors()) outcome.report.push_back(diagnostics.items().front().what);
    outcome.report.push_back("this is no result of 'ringfence check -f json', version 2");
    return outcome;
  }
  outcome.readable = true;
  outcome.ok = true;
  CitedFiles cited(files, root);
  Steps steps{tree->Items(tree->Find(tree->root(), "steps")), {}};
  steps.compared.resize(steps.steps.size());
  std::size_t rules = 0;
  for (NodeRef rule : tree->Items(tree->Find(tree->root(), "rules"))) {
    ++rules;
    CheckRule(*tree, rule, steps, cited, outcome);
  }
  outcome.report.push_back(fmt::format("{}: {} rules, {} steps replayed, {} cited lines compared",
                                       outcome.ok ? "confirmed" : "NOT confirmed", rules, outcome.steps,
                                       outcome.lines));
  return outcome;
}

}  // namespace ringfence::checker
