// One file that opens from disk: the page as built from web/ with the data in it. Everything that comes from
// the snapshot is data, and data cannot end its script element: no '<' is left in it.

#include "report/html/html.h"

#include <span>

#include "base/check.h"
#include "report/html/page_data.h"

namespace ringfence::report::html {

/// Defined in the build folder from page.html (cmake/house.cmake).
std::span<const std::string_view> page_parts();

namespace {

/// Where the data goes.
constexpr std::string_view kMark = "@RINGFENCE-DATA@";

std::string HtmlDossier(const study::Snapshot& snapshot, const study::Dossier& dossier, const Style&) {
  return PageWith(PageData(snapshot, dossier));
}

}  // namespace

std::string EscapeForScript(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 64);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = json.substr(i, 3);
    if (json[i] == '<') {
      out += "\\u003c";
    } else if (json[i] == '>') {
      out += "\\u003e";
    } else if (json[i] == '&') {
      out += "\\u0026";
    } else if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9") {
      out += rest.back() == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

std::string PageWith(std::string_view json) {
  std::string page;
  for (const std::string_view part : page_parts()) page += part;
  const std::size_t mark = page.find(kMark);
  RF_CHECK(mark != std::string::npos);
  page.replace(mark, kMark.size(), EscapeForScript(json));
  return page;
}

ServedPage PageOfServer() {
  constexpr std::string_view kBegin = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
  constexpr std::string_view kEnd = "\">\n";
  ServedPage page{PageWith("null"), ""};
  const std::size_t begin = page.html.find(kBegin);
  RF_CHECK(begin != std::string::npos);
  const std::size_t policy = begin + kBegin.size();
  const std::size_t end = page.html.find(kEnd, policy);
  RF_CHECK(end != std::string::npos);
  // The policy in the file forbids the network altogether, so here the server's own takes its place.
  page.policy = page.html.substr(policy, end - policy) + "; connect-src 'self'; frame-ancestors 'none'";
  page.html.erase(begin, end + kEnd.size() - begin);
  return page;
}

extern const Format kFormat;
const Format kFormat = {
    .name = "html", .dossier = &HtmlDossier, .dossier_data = &PageData, .served_page = &PageOfServer};

}  // namespace ringfence::report::html
