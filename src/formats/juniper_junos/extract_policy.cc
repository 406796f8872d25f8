// `policy-options`: prefix lists at once, everything else when it is used. Also the names of policies in the
// statements that use them.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

void ReadPrefixLists(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kPaths | Impact::kManagement);
    PrefixList& list = text.prefix_lists.emplace_back();
    list.name = reader.word(name);
    list.span = reader.SpanOf(name);
    for (const NodeId entry : Children(reader, name)) {
      if (reader.word(entry).starts_with("apply-")) continue;
      reader.Modelled(entry);
      if (const auto prefix = reader.PrefixOf(entry)) list.entries.push_back({*prefix, reader.SpanOf(entry)});
    }
  }
}

// What nobody modelled uses does nothing: its users say what is missing.
void NameDefinitions(Reader& reader, NodeId node, JunosText&) {
  for (const NodeId name : Children(reader, node)) reader.Irrelevant(name);
}

constexpr auto kRules = std::to_array<Rule<JunosText>>({
    Reads("prefix-list", &ReadPrefixLists, kRouting),
    Reads("policy-statement", &NameDefinitions, kRouting),
    Reads("community", &NameDefinitions, kRouting),
    Reads("as-path", &NameDefinitions, kRouting),
    Reads("as-path-group", &NameDefinitions, kRouting),
    Reads("route-filter-list", &NameDefinitions, kRouting),
    Ignores<JunosText>("as-list"),
    Ignores<JunosText>("as-list-group"),
    Ignores<JunosText>("damping"),
    Ignores<JunosText>("condition"),
    Ignores<JunosText>("tunnel-attribute"),
    Ignores<JunosText>("resolution-map"),
});

bool InExpression(std::string_view word) {
  return word.starts_with('(') || word.starts_with('!') || word == "&&" || word == "||";
}

// One spelling for expressions: single blanks between words, none behind `!`.
std::string Spelled(std::string_view text) {
  std::string spelled;
  for (const char c : text) {
    const bool sign = c == '(' || c == ')' || c == '!';
    if (c == ')' || ((c == '(' || c == '!') && !spelled.empty() && spelled.back() != '!')) spelled += ' ';
    spelled += c;
    if (sign && c != '!') spelled += ' ';
  }
  std::string out;
  for (const char c : spelled) {
    if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '!')) continue;
    out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

int Balance(std::string_view word) {
  int balance = 0;
  for (const char c : word) balance += c == '(' ? 1 : c == ')' ? -1 : 0;
  return balance;
}

}  // namespace

std::vector<NameUse> ReadPolicyNames(Reader& reader, NodeId statement) {
  std::vector<NameUse> uses;
  NodeId id = reader.tree.FirstChild(statement);
  for (; id != kNone; id = reader.tree.NextSibling(id)) {
    reader.Modelled(id);
    if (!InExpression(reader.word(id))) {
      uses.push_back({reader.word(id), id});
      continue;
    }
    const NodeId start = id;
    std::string text;
    bool merged = false;  // expressions that share words cannot be told apart
    if (reader.tree.FirstChild(id) != kNone) {
      for (NodeId at = id; at != kNone; at = reader.tree.ScalarChild(at)) {
        reader.Modelled(at);
        const NodeId below = reader.tree.FirstChild(at);
        merged = merged || (below != kNone && reader.tree.NextSibling(below) != kNone);
        text.append(reader.word(at)).append(" ");
      }
    } else {
      // In a list the words of an expression stand side by side.
      int open = 0;
      for (NodeId at = id; at != kNone; at = reader.tree.NextSibling(at)) {
        reader.Modelled(at);
        text.append(reader.word(at)).append(" ");
        open += Balance(reader.word(at));
        id = at;
        if (open <= 0) break;
      }
      merged = start != reader.tree.FirstChild(statement) || reader.tree.NextSibling(id) != kNone;
    }
    if (merged) reader.Unmodelled(statement, kRouting, "several policy expressions");
    uses.push_back({reader.tree.Own(Spelled(text)), start});
  }
  return uses;
}

void ExtractPolicyOptions(Reader& reader, NodeId node, JunosText& text) {
  text.policy_options = node;
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
