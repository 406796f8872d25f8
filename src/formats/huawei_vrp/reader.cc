// The walk. VRP prints a tree as indentation, but the rules have exceptions that follow from how devices
// print:
//  * `#` in column 0 ends a section. The first line after it stands at top level whatever its indent, because
//  VRP5
//    indents some top-level lines by one blank; that indent is then the section's own.
//  * inside a section a line belongs to the nearest line above it that is indented less; ` #` is decoration.
//  * banners, public keys and XPL run to their own end mark and may contain anything, also `#`.
// One pass, a stack of open views, no recursion; the cost is linear in the text.
#include "formats/huawei_vrp/reader.h"

#include <utility>

#include "formats/fate_table.h"
#include "formats/format.h"
#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/truncation.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using base::DiagnosticKind;
using model::Fate;

/// An open view on the stack.
struct Frame {
  std::uint32_t indent = 0;
  View view = View::kSystem;
  Verdict verdict;  ///< of the opener, for View::kInherit
};

/// A literal that runs until a line contains `end`.
struct Literal {
  std::string_view end;
  bool open = false;
  Verdict verdict;
  base::Span begin;
};

class Walk {
 public:
  Walk(const base::SourceFile& source, base::FileId file)
      : source_(source), file_(file), report_(file, source.line_count()), reader_(report_.diagnostics) {}

  ParsedFile Run();

 private:
  void TakeLine(std::uint32_t number);
  void Decide(std::uint32_t number, const Verdict& verdict);
  void Pop(std::uint32_t indent);
  /// True when the line opened a literal or was decoration.
  bool TakeLiteral(std::uint32_t number, std::string_view text);
  bool TakeDecoration(std::uint32_t number, std::string_view text);
  Verdict Dispatch();

  const base::SourceFile& source_;
  base::FileId file_;
  StatementReport report_;
  Reader reader_;
  Line line_;
  std::vector<Frame> stack_;
  std::uint32_t section_indent_ = 0;
  bool section_begins_ = true;
  Literal literal_;
};

/// The views that are about labels and tunnels.
Verdict HandleLabels(View view, Reader& reader, const Line& line) {
  if (view == View::kMpls) return ReadMplsView(reader, line);
  if (view == View::kMplsLdp) return ReadMplsLdp(reader, line);
  if (view == View::kSr) return ReadSr(reader, line);
  if (view == View::kSrv6) return ReadSrv6(reader, line);
  if (view == View::kLocator) return ReadLocatorLine(reader, line);
  if (view == View::kAffinities) return ReadAffinity(reader, line);
  if (view == View::kFlexAlgo) return ReadFlexAlgo(reader, line);
  if (view == View::kFlexLink) return ReadFlexLink(reader, line);
  return view == View::kTunnelPolicy ? ReadTunnelPolicy(reader, line) : ReadExplicitPath(reader, line);
}

/// Views of routing protocols and of what they need.
Verdict ReadRouting(View view, Reader& reader, const Line& line) {
  switch (view) {
    case View::kOspf:
      return ReadOspf(reader, line);
    case View::kOspfArea:
      return ReadOspfArea(reader, line);
    case View::kVpnInstance:
      return ReadVpnInstance(reader, line);
    case View::kVpnFamily:
      return ReadVpnFamily(reader, line);
    case View::kBgp:
      return ReadBgp(reader, line);
    case View::kBgpFamily:
      return ReadBgpFamily(reader, line);
    case View::kIsis:
      return ReadIsis(reader, line);
    case View::kMpls:
    case View::kMplsLdp:
    case View::kSr:
    case View::kSrv6:
    case View::kLocator:
    case View::kTunnelPolicy:
    case View::kExplicitPath:
    case View::kAffinities:
    case View::kFlexAlgo:
    case View::kFlexLink:
      return HandleLabels(view, reader, line);
    case View::kRip:
      return ReadRip(reader, line);
    case View::kNve:
      return ReadNve(reader, line);
    case View::kVsi:
      return ReadVsi(reader, line);
    case View::kVsiLdp:
      return ReadVsiLdp(reader, line);
    case View::kRemotePeer:
      return ReadRemotePeer(reader, line);
    case View::kL2Vpn:
      return ReadL2VpnLine(reader, line);
    case View::kEvpnInstance:
      return ReadEvpnInstance(reader, line);
    case View::kBridge:
      return ReadBridge(reader, line);
    default:
      return Unknown();
  }
}

/// Rank of the frame's handler: statements of each view go to the function of their family.
Verdict HandlerOf(View view, Reader& reader, const Line& line) {
  switch (view) {
    case View::kSystem:
      return ReadSystem(reader, line);
    case View::kInterface:
      return ReadInterface(reader, line);
    case View::kAcl:
      return ReadAclRule(reader, line);
    case View::kRoutePolicy:
      return ReadRoutePolicy(reader, line);
    case View::kClassifier:
      return ReadClassifier(reader, line);
    case View::kBehavior:
      return ReadBehavior(reader, line);
    case View::kTrafficPolicy:
      return ReadTrafficPolicy(reader, line);
    case View::kAaa:
      return ReadAaa(reader, line);
    case View::kScheme:
      return ReadScheme(reader, line);
    case View::kDomain:
      return ReadDomain(reader, line);
    case View::kAaaTemplate:
      return ReadAaaTemplate(reader, line);
    case View::kVty:
      return ReadVty(reader, line);
    case View::kNetconf:
      return ReadNetconf(reader, line);
    case View::kIpsecProposal:
      return ReadIpsecProposal(reader, line);
    case View::kIkePeer:
      return ReadIkePeer(reader, line);
    case View::kIpsecPolicy:
      return ReadIpsecPolicy(reader, line);
    case View::kMacsecProfile:
      return ReadMacsecProfile(reader, line);
    case View::kCpuDefend:
      return KnownForm(view, line);
    case View::kVlan:
      return ReadVlanLine(reader, line);
    case View::kPolicyNode:
      return ReadPolicyNode(reader, line);
    case View::kNatGroup:
      return ReadNatGroup(reader, line);
    default:
      return ReadRouting(view, reader, line);
  }
}

ParsedFile Walk::Run() {
  for (std::uint32_t number = 1; number <= source_.line_count(); ++number) TakeLine(number);
  if (literal_.open) {
    reader_.diagnostics.Add(
        {DiagnosticKind::kSyntaxBroken, literal_.begin, "the text that begins here has no end"});
  } else {
    constexpr std::string_view kHeaders[] = {"!Software Version"};
    CheckTruncation(source_, file_, kHeaders, "return", reader_.diagnostics);
  }
  ParsedFile parsed;
  parsed.config = Convert(reader_.config, report_);
  parsed.fates = report_.fates.Take();
  parsed.diagnostics = std::move(report_.diagnostics);
  return parsed;
}

void Walk::TakeLine(std::uint32_t number) {
  const std::string_view text = source_.line(number);
  if (text.size() > kLineBytesMax) {
    report_.fates.Unknown(number);
    reader_.diagnostics.Add(
        {DiagnosticKind::kLineTooLong, {file_, number, 1, 1}, "the line is longer than 65536 bytes"});
    return;
  }
  if (literal_.open) {
    Decide(number, literal_.verdict);
    if (text.find(literal_.end) != std::string_view::npos) literal_.open = false;
    return;
  }
  if (TakeDecoration(number, text)) return;
  line_.Assign(text, file_, number);
  if (TakeLiteral(number, text)) return;
  NoteTunnels(reader_.config, line_);
  if (section_begins_) {
    section_begins_ = false;
    section_indent_ = line_.indent();
  }
  Pop(std::max(line_.indent(), section_indent_));
  if (stack_.size() >= kNestingMax) {
    report_.fates.Unknown(number);
    reader_.diagnostics.Add(
        {DiagnosticKind::kNestingTooDeep, line_.span(), "the statement is nested deeper than 64 levels"});
    return;
  }
  const Verdict verdict = Dispatch();
  Decide(number, verdict);
  stack_.push_back({line_.indent(), verdict.opens, verdict});
}

bool Walk::TakeDecoration(std::uint32_t number, std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos || text[first] == '!') {
    report_.fates.Blank(number);
    return true;
  }
  if (text.substr(first, text.find_last_not_of(kBlanks) - first + 1) != "#") return false;
  report_.fates.Blank(number);
  if (first == 0) {
    stack_.clear();
    section_begins_ = true;
  } else {
    Pop(static_cast<std::uint32_t>(first));
  }
  return true;
}

bool Walk::TakeLiteral(std::uint32_t number, std::string_view text) {
  if (line_.undo()) return false;
  const std::string_view first = line_.at(0);
  const std::size_t after = text.size() - line_.rest(2).size();
  if (first == "header" && (line_.at(1) == "login" || line_.at(1) == "shell") && line_.size() > 2) {
    const std::size_t word = line_.at(2) == "information" ? 3 : 2;
    const std::string_view body = line_.rest(word);
    report_.fates.Irrelevant(number);
    // `header login file X` has no delimiter; any other text is closed by the byte that opens it.
    if (body.empty() || line_.at(2) == "file" || body.find(body.front(), 1) != std::string_view::npos)
      return true;
    literal_ = {body.substr(0, 1), true, Irrelevant(), line_.span()};
    return true;
  }
  if ((first == "rsa" || first == "dsa" || first == "ecc") && line_.at(1) == "peer-public-key") {
    report_.fates.Irrelevant(number);
    literal_ = {"peer-public-key end", true, Irrelevant(), line_.span()};
    return true;
  }
  if (first == "xpl" && after != 0) {
    const Verdict verdict =
        Unmodelled(model::Impact::kRouting4 | model::Impact::kRouting6, "routing policy language");
    Decide(number, verdict);
    literal_ = {line_.at(1) == "route-filter" ? "end-filter" : "end-list", true, verdict, line_.span()};
    return true;
  }
  return false;
}

void Walk::Pop(std::uint32_t indent) {
  while (!stack_.empty() && stack_.back().indent >= indent) stack_.pop_back();
  // The lines of the section's own indent stand at top level.
  if (indent <= section_indent_) stack_.clear();
}

Verdict Walk::Dispatch() {
  if (stack_.empty()) return HandlerOf(View::kSystem, reader_, line_);
  const Frame& frame = stack_.back();
  if (frame.view == View::kInherit) return FormInside(frame.verdict, line_);
  if (frame.view == View::kNone) {
    return {Fate::kUnknown, model::Impact::kAll, {}, View::kInherit};
  }
  return HandlerOf(frame.view, reader_, line_);
}

void Walk::Decide(std::uint32_t number, const Verdict& verdict) {
  switch (verdict.fate) {
    case Fate::kBlank:
      report_.fates.Blank(number);
      break;
    case Fate::kModelled:
      report_.fates.Modelled(number);
      break;
    case Fate::kIrrelevant:
      report_.fates.Irrelevant(number);
      break;
    case Fate::kUnmodelled:
      report_.fates.Unmodelled(number, verdict.impact, verdict.reason);
      break;
    case Fate::kUnknown:
      report_.fates.Unknown(number, verdict.impact);
      break;
  }
}

}  // namespace

Verdict Reader::Invalid(const Line& line, std::size_t word, std::string_view what, std::uint8_t impact) {
  std::string text(what);
  if (word < line.size()) text += ": '" + std::string(line.at(word).substr(0, 64)) + "'";
  diagnostics.Add({DiagnosticKind::kValueInvalid, line.word_span(word), std::move(text)});
  return Unknown(impact);
}

ParsedFile Parse(const base::SourceFile& source, base::FileId file) { return Walk(source, file).Run(); }

const Format kFormat = {.name = "huawei_vrp",
                        .title = "Huawei VRP5 / VRP8",
                        .detect = &Detect,
                        .parse = &Parse,
                        .print = &Print,
                        .maker = "Huawei"};

}  // namespace ringfence::formats::huawei_vrp
