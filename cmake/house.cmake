# The house: modules in one order, units registered by one line each. This is the only build logic there is.
#
#   src/<module>/*.cc              rf_<module>             static library; may use every module before it
#   src/<module>/registry*.cc      rf_<module>_all         expands the .def into the table and links all units
#   src/<module>/<unit>/*.cc       rf_<module>_<unit>      static library; may use its module's core, never a sibling
#   *_test.cc beside the code      rf_<module>_test, rf_<module>_<unit>_test
#   x_fuzz.cc                      rf_<module>_x_fuzz, rf_<module>_<unit>_fuzz    with RF_FUZZ
#   x_bench.cc                     rf_<module>_bench, rf_<module>_<unit>_bench    with RF_BENCH
#   apps/<name>/main.cc            <name>
#   tests/<folder>/*_test.cc       rf_tests_<folder>
#
# A module with units reads the same .def twice: here to find the folders, in registry.cc to build the table. Units never
# link the table, so the arrows go one way: core <- unit <- all <- next module.
#
# rf_finish() looks at the finished link graph and refuses an arrow that points up or sideways. Includes that point up
# compile (all headers lie below one root), therefore tests/house scans them.

set_property(GLOBAL PROPERTY RF_MODULES "")    # names in order
set_property(GLOBAL PROPERTY RF_TARGETS "")    # every library made here
set_property(GLOBAL PROPERTY RF_COMPLAINTS "") # what breaks the rules of the house

# rf_complain(<text>): remembers a breach; rf_finish() fails with all of them, or warns when RF_STRICT is off.
function(rf_complain text)
  set_property(GLOBAL APPEND PROPERTY RF_COMPLAINTS "${text}")
endfunction()

# rf_split_sources(<folder>): sets <prefix>_CODE, _TESTS, _FUZZERS, _BENCHES in the caller from the folder's *.cc.
function(rf_split_sources prefix folder)
  file(GLOB all CONFIGURE_DEPENDS "${folder}/*.cc")
  set(code ${all})
  foreach(kind IN ITEMS test fuzz bench)
    set(found ${all})
    list(FILTER found INCLUDE REGEX "_${kind}\\.cc$")
    list(FILTER code EXCLUDE REGEX "_${kind}\\.cc$")
    set(${prefix}_${kind} "${found}" PARENT_SCOPE)
  endforeach()
  set(${prefix}_code "${code}" PARENT_SCOPE)
endfunction()

# rf_library(<target> <rank> <unit or -> SOURCES ... LINKS ...): a library, INTERFACE while it has no sources.
function(rf_library target rank unit)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "SOURCES;LINKS")
  if(arg_SOURCES)
    rf_together(sources ${target} ${arg_SOURCES})
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/src" PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${arg_LINKS} PRIVATE rf_options)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${target} INTERFACE ${arg_LINKS})
  endif()
  set_target_properties(${target} PROPERTIES RF_RANK ${rank} RF_UNIT ${unit})
  set_property(GLOBAL APPEND PROPERTY RF_TARGETS ${target})
endfunction()

# rf_test_main(): the main() of all test programs, the one source that is told where the project lies.
function(rf_test_main)
  if(RF_TESTS)
    add_library(rf_test_main STATIC "${PROJECT_SOURCE_DIR}/tests/test_main.cc")
    target_compile_definitions(rf_test_main PRIVATE RF_PROJECT_FOLDER="${PROJECT_SOURCE_DIR}")
    target_link_libraries(rf_test_main PUBLIC GTest::gmock PRIVATE rf_options)
  endif()
endfunction()

# rf_test(<target> <folder> SOURCES ... LINKS ... [LABEL l]): a GoogleTest program that runs in the project's folder
# (tests/test_main.cc). RF_TEST_FOLDER is the folder of the sources from there (goldens lie in its testdata/).
function(rf_test target folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "LABEL;TIMEOUT" "SOURCES;LINKS")
  if(NOT arg_SOURCES OR NOT RF_TESTS)
    return()
  endif()
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 420)
  endif()
  rf_together(sources ${target} ${arg_SOURCES})
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}")
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${folder}")
  target_compile_definitions(${target} PRIVATE RF_TEST_FOLDER="${folder}")
  target_link_libraries(${target} PRIVATE ${arg_LINKS} rf_options rf_test_main)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${target}." WORKING_DIRECTORY
                       "${PROJECT_SOURCE_DIR}" PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS ${arg_LABEL})
endfunction()

# rf_fuzzers(<stem> <folder> SOURCES ... LINKS ...): one program per file; as a test it runs RF_FUZZ_SECONDS from the
# samples in testdata/ and keeps what it finds in the build folder.
function(rf_fuzzers stem folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;LINKS")
  if(NOT RF_FUZZ)
    return()
  endif()
  list(LENGTH arg_SOURCES count)
  foreach(source IN LISTS arg_SOURCES)
    get_filename_component(name ${source} NAME_WE)
    set(target "${stem}_${name}")
    get_target_property(unit ${stem} RF_UNIT)
    if(count EQUAL 1 AND NOT unit STREQUAL "-")
      set(target "${stem}_fuzz")
    endif()
    add_executable(${target} ${source})
    target_link_libraries(${target} PRIVATE ${arg_LINKS} rf_options)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    set(found "${PROJECT_BINARY_DIR}/corpus/${target}")
    file(MAKE_DIRECTORY "${found}")
    set(samples "")
    if(EXISTS "${folder}/testdata")
      set(samples "${folder}/testdata")
    endif()
    math(EXPR timeout_s "${RF_FUZZ_SECONDS} + 60")
    # RF_FUZZ_SEED 0 takes another way each time. Any other seed takes the same way, the further the more time it has: what
    # stops a merge must be found again by who looks into it.
    add_test(NAME ${target} COMMAND ${target} -seed=${RF_FUZZ_SEED} -max_total_time=${RF_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=1024
                                    -max_len=16384 -verbosity=0 -print_final_stats=1 -artifact_prefix=${found}/ ${found} ${samples})
    set_tests_properties(${target} PROPERTIES TIMEOUT ${timeout_s} LABELS fuzz)
    add_dependencies(rf_all_fuzzers ${target})
  endforeach()
endfunction()

# rf_benches(<target> SOURCES ... LINKS ...): one google-benchmark program.
function(rf_benches target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  if(RF_BENCH AND arg_SOURCES)
    add_executable(${target} ${arg_SOURCES})
    target_link_libraries(${target} PRIVATE ${arg_LINKS} rf_options benchmark::benchmark_main)
  endif()
endfunction()

# rf_companions(<target> <folder> <links>): tests, fuzzers and benches that lie beside the code of a library.
function(rf_companions target folder links)
  rf_split_sources(src "${folder}")
  if(src_code AND NOT src_test)
    rf_complain("${folder} has code but no *_test.cc")
  endif()
  rf_test(${target}_test "${folder}" SOURCES ${src_test} LINKS ${links})
  rf_fuzzers(${target} "${folder}" SOURCES ${src_fuzz} LINKS ${links})
  rf_benches(${target}_bench SOURCES ${src_bench} LINKS ${links})
endfunction()

# rf_read_units(<out> <file>): the names in the lines RF_UNIT(name). Anything but comments and such lines is refused.
function(rf_read_units out file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  set(units "")
  if(EXISTS "${file}")
    file(STRINGS "${file}" lines)
    foreach(line IN LISTS lines)
      if(line MATCHES "^RF_UNIT\\(([a-z][a-z0-9_]*)\\)$")
        list(APPEND units ${CMAKE_MATCH_1})
      elseif(NOT line MATCHES "^ *(//.*)?$")
        message(FATAL_ERROR "${file}: '${line}' is neither a comment nor RF_UNIT(folder)")
      endif()
    endforeach()
  endif()
  set(${out} "${units}" PARENT_SCOPE)
endfunction()

# rf_unit_folders(<out> <module> <units>): the folders to build: those with a line; without RF_STRICT also those that have
# code but no line yet, so that a new unit can be compiled before it is part of the program.
function(rf_unit_folders out module units)
  set(folders "")
  foreach(unit IN LISTS units)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${module}/${unit}/*.cc")
    if(NOT sources)
      message(FATAL_ERROR "src/${module}/${unit}: the .def has a line for this unit but there is no code")
    endif()
    list(APPEND folders ${unit})
  endforeach()
  file(GLOB entries CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${module}/*")
  foreach(entry IN LISTS entries)
    get_filename_component(unit "${entry}" NAME)
    file(GLOB sources CONFIGURE_DEPENDS "${entry}/*.cc")
    if(IS_DIRECTORY "${entry}" AND sources AND NOT unit IN_LIST units AND NOT unit STREQUAL "testdata")
      rf_complain("src/${module}/${unit} has code but no line in the .def of its module")
      list(APPEND folders ${unit})
    endif()
  endforeach()
  set(${out} "${folders}" PARENT_SCOPE)
endfunction()

# rf_embed(<sources> <folder>): a unit's files *.html become part of the program: each becomes a source that defines
# std::span<const std::string_view> <name>_parts() in the unit's namespace. The files must be ASCII.
function(rf_embed sources folder)
  file(GLOB pages CONFIGURE_DEPENDS "${folder}/*.html")
  file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}/src" "${folder}")
  string(REPLACE "/" "::" namespace "ringfence::${path}")
  foreach(page IN LISTS pages)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${page}")
    get_filename_component(name "${page}" NAME_WE)
    file(SIZE "${page}" size_bytes)
    set(parts "")
    set(offset 0)
    while(offset LESS size_bytes) # compilers bear literals of 64 KiB
      file(READ "${page}" hex OFFSET ${offset} LIMIT 32768 HEX)
      string(REGEX REPLACE "(..)" "\\\\x\\1" text "${hex}")
      string(LENGTH "${hex}" digits)
      math(EXPR bytes "${digits} / 2")
      string(APPEND parts "    std::string_view(\"${text}\", ${bytes}),\n")
      math(EXPR offset "${offset} + 32768")
    endwhile()
    set(made "${PROJECT_BINARY_DIR}/embedded/${path}/${name}.cc")
    file(CONFIGURE OUTPUT "${made}" @ONLY CONTENT "#include <span>
#include <string_view>

namespace @namespace@ {

std::span<const std::string_view> @name@_parts();
std::span<const std::string_view> @name@_parts() {
  static constexpr std::string_view kParts[] = {
@parts@  };
  return kParts;
}

}  // namespace @namespace@
")
    list(APPEND ${sources} "${made}")
  endforeach()
  set(${sources} "${${sources}}" PARENT_SCOPE)
endfunction()

# rf_units(<module> <rank> <file.def> <registry*.cc or empty>): a library per unit and rf_<module>_all above them.
function(rf_units module rank def registry)
  rf_read_units(units "${PROJECT_SOURCE_DIR}/src/${module}/${def}")
  rf_unit_folders(folders ${module} "${units}")
  set(libraries "")
  foreach(unit IN LISTS folders)
    set(folder "${PROJECT_SOURCE_DIR}/src/${module}/${unit}")
    rf_split_sources(src "${folder}")
    rf_embed(src_code "${folder}")
    rf_library(rf_${module}_${unit} ${rank} ${unit} SOURCES ${src_code} LINKS rf_${module})
    if(unit IN_LIST units)
      list(APPEND libraries rf_${module}_${unit})
    endif()
    rf_companions(rf_${module}_${unit} "${folder}" rf_${module}_${unit})
  endforeach()
  rf_library(rf_${module}_all ${rank} all SOURCES ${registry} LINKS ${libraries} rf_${module})
endfunction()

# rf_module(<name> [UNITS file.def] [LINKS outside libraries...]): the next module of the order.
function(rf_module module)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "UNITS" "LINKS")
  get_property(before GLOBAL PROPERTY RF_MODULES)
  list(LENGTH before rank)
  set(links ${arg_LINKS})
  foreach(lower IN LISTS before)
    if(TARGET rf_${lower}_all)
      list(PREPEND links rf_${lower}_all)
    else()
      list(PREPEND links rf_${lower})
    endif()
  endforeach()
  set(folder "${PROJECT_SOURCE_DIR}/src/${module}")
  rf_split_sources(src "${folder}")
  set(code ${src_code})
  set(registry "")
  set(top rf_${module})
  if(arg_UNITS)
    set(registry ${src_code})
    list(FILTER registry INCLUDE REGEX "/registry[^/]*\\.cc$")
    list(FILTER code EXCLUDE REGEX "/registry[^/]*\\.cc$")
    set(top rf_${module}_all)
  endif()
  rf_library(rf_${module} ${rank} - SOURCES ${code} LINKS ${links})
  if(arg_UNITS)
    rf_units(${module} ${rank} ${arg_UNITS} "${registry}")
  endif()
  rf_companions(rf_${module} "${folder}" ${top})
  set_property(GLOBAL APPEND PROPERTY RF_MODULES ${module})
  set_property(GLOBAL PROPERTY RF_TOP ${top})
endfunction()

# rf_optional_judge(<test> <NAME> <header> <library>): links a library that a test compares with and defines RF_HAVE_<NAME>
# where it is installed; elsewhere the test says that it is skipped.
function(rf_optional_judge test name header library)
  if(NOT TARGET ${test})
    return()
  endif()
  find_path(RF_${name}_HEADERS ${header})
  find_library(RF_${name}_LIBRARY ${library})
  if(RF_${name}_HEADERS AND RF_${name}_LIBRARY)
    target_include_directories(${test} SYSTEM PRIVATE "${RF_${name}_HEADERS}")
    target_link_libraries(${test} PRIVATE "${RF_${name}_LIBRARY}")
    target_compile_definitions(${test} PRIVATE RF_HAVE_${name})
  else()
    message(NOTICE "house: ${test} is built without ${library} (${header} or the library was not found)")
  endif()
endfunction()

# rf_apps(): every apps/<name>/main.cc becomes the program <name>; RF_APPS lists them in the caller. Every bench/<name>.cc
# becomes the program rf_<name>.
function(rf_apps)
  get_property(top GLOBAL PROPERTY RF_TOP)
  file(GLOB mains CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/apps/*/main.cc")
  set(apps "")
  foreach(main IN LISTS mains)
    get_filename_component(folder "${main}" DIRECTORY)
    get_filename_component(app "${folder}" NAME)
    file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
    list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
    rf_together(sources ${app} ${sources})
    add_executable(${app} ${sources})
    target_include_directories(${app} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/apps" "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${app} PRIVATE RF_VERSION="${PROJECT_VERSION}")
    target_link_libraries(${app} PRIVATE ${top} CLI11::CLI11 rf_options)
    list(APPEND apps ${app})
  endforeach()
  # Programs that measure are built when asked for, in whatever preset is to be measured.
  file(GLOB measures CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*.cc")
  foreach(measure IN LISTS measures)
    get_filename_component(name "${measure}" NAME_WE)
    add_executable(rf_${name} EXCLUDE_FROM_ALL "${measure}")
    target_include_directories(rf_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(rf_${name} PRIVATE rf_study rf_options)
  endforeach()
  set(RF_APPS "${apps}" PARENT_SCOPE)
  set_property(GLOBAL PROPERTY RF_APP_TARGETS "${apps}")
endfunction()

# rf_test_folders(): every tests/<folder> with *_test.cc becomes the program rf_tests_<folder>, which may use everything and
# finds the program under test in RF_PROGRAM.
function(rf_test_folders)
  get_property(top GLOBAL PROPERTY RF_TOP)
  get_property(apps GLOBAL PROPERTY RF_APP_TARGETS)
  file(GLOB folders CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/*")
  foreach(folder IN LISTS folders)
    get_filename_component(name "${folder}" NAME)
    file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
    if(NOT IS_DIRECTORY "${folder}" OR NOT sources)
      continue()
    endif()
    set(links ${top})
    if(name STREQUAL "house") # reads files only: must run when nothing else compiles
      set(links "")
    endif()
    rf_test(rf_tests_${name} "${folder}" SOURCES ${sources} LINKS ${links} LABEL ${name} TIMEOUT 600)
    target_include_directories(rf_tests_${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    if(links AND "ringfence" IN_LIST apps)
      target_compile_definitions(rf_tests_${name} PRIVATE RF_PROGRAM="$<TARGET_FILE:ringfence>")
      add_dependencies(rf_tests_${name} ringfence)
    endif()
  endforeach()
endfunction()

# rf_example_units(): examples/units/<module>/<unit> are built like units and tested, but no table names them.
function(rf_example_units)
  file(GLOB folders CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/units/*/*")
  foreach(folder IN LISTS folders)
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}/examples/units" "${folder}")
    string(REPLACE "/" "_" name "${path}")
    get_filename_component(module "${path}" DIRECTORY)
    rf_split_sources(src "${folder}")
    if(NOT src_code)
      continue()
    endif()
    get_target_property(rank rf_${module} RF_RANK)
    rf_library(rf_example_${name} ${rank} ${name} SOURCES ${src_code} LINKS rf_${module})
    target_include_directories(rf_example_${name} PUBLIC "${PROJECT_SOURCE_DIR}/examples/units")
    rf_companions(rf_example_${name} "${folder}" rf_example_${name})
  endforeach()
endfunction()

# rf_lone_headers(): headers without a source of their own are compiled alone; the others are the first include of theirs
# (tests/house checks that). Where sources are compiled together neither shows what is missing, so it is not asked there.
function(rf_lone_headers)
  if(RF_TOGETHER GREATER 1)
    return()
  endif()
  get_property(top GLOBAL PROPERTY RF_TOP)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/src/*.h")
  set(sources "")
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "\\.h$" ".cc" source "${header}")
    if(NOT EXISTS "${PROJECT_SOURCE_DIR}/src/${source}")
      file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/lone_headers/${source}" CONTENT "#include \"${header}\"\n")
      list(APPEND sources "${PROJECT_BINARY_DIR}/lone_headers/${source}")
    endif()
  endforeach()
  if(sources)
    add_library(rf_lone_headers OBJECT ${sources})
    target_compile_options(rf_lone_headers PRIVATE -O0 -g0 -fno-sanitize=all) # only whether they compile is asked
    target_link_libraries(rf_lone_headers PRIVATE ${top} rf_options GTest::gmock)
  endif()
endfunction()

# rf_script_tests(): checks that run a program of the project or of the system rather than GoogleTest. Exit code 77 means
# that this machine cannot run the check; ctest then names it as skipped.
function(rf_script_tests)
  get_property(apps GLOBAL PROPERTY RF_APP_TARGETS)
  add_test(NAME format COMMAND "${PROJECT_SOURCE_DIR}/tools/format.sh" --check)
  set_tests_properties(format PROPERTIES LABELS style TIMEOUT 120 SKIP_RETURN_CODE 77)
  find_package(Python3 COMPONENTS Interpreter QUIET)
  if(Python3_FOUND)
    add_test(NAME bench.judgement COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/tools/bench_test.py")
    set_tests_properties(bench.judgement PROPERTIES LABELS unit TIMEOUT 60)
  endif()
  if(NOT "ringfence" IN_LIST apps)
    return()
  endif()
  file(GLOB policies CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*/ringfence.yaml")
  foreach(policy IN LISTS policies)
    get_filename_component(folder "${policy}" DIRECTORY)
    get_filename_component(example "${folder}" NAME)
    set(formats json html)
    if(example STREQUAL "valdrea-services") # under sanitizers its page, with all failures and later days, takes minutes
      set(formats json)
    endif()
    add_test(NAME same_bytes.${example} COMMAND "${PROJECT_SOURCE_DIR}/tools/same_bytes.sh" $<TARGET_FILE:ringfence>
                                                "${folder}" ${formats})
    set_tests_properties(same_bytes.${example} PROPERTIES LABELS examples TIMEOUT 1200)
  endforeach()
  if(NOT Python3_FOUND)
    message(NOTICE "house: the live tests and the scenarios are not registered (no Python 3)")
    return()
  endif()
  foreach(scenario IN ITEMS importers docs first_violation valdrea_acceptance valdrea_whatif valdrea_services bad_input pipeline standards sessions drift copying switched init
          terminal same_network_in_frr same_network_ospf3 srlinux_in_frr zte_in_frr one_service coloured_service one_tunnel one_wire one_border protocol_filters long_lists vpn_ospf evpn evpn_service evpn_fabric vrp_labs serve serve_refusals serve_life)
    add_test(NAME scenarios.${scenario} COMMAND Python3::Interpreter -B
                                                "${PROJECT_SOURCE_DIR}/tests/scenarios/${scenario}.py")
    set_tests_properties(scenarios.${scenario} PROPERTIES LABELS scenarios TIMEOUT 1500
                                                          ENVIRONMENT "RINGFENCE=$<TARGET_FILE:ringfence>")
  endforeach()
  add_test(NAME web.page_sources COMMAND Python3::Interpreter -B "${PROJECT_SOURCE_DIR}/tests/web/page_sources.py")
  set_tests_properties(web.page_sources PROPERTIES LABELS web TIMEOUT 60)
  # Needs a browser, Node and its packages; says so and is skipped where they are not to be had.
  add_test(NAME web.report COMMAND Python3::Interpreter -B "${PROJECT_SOURCE_DIR}/tests/web/report.py" --work "${PROJECT_BINARY_DIR}/web")
  set_tests_properties(web.report PROPERTIES LABELS web TIMEOUT 1200 SKIP_RETURN_CODE 77
                                             ENVIRONMENT "RINGFENCE=$<TARGET_FILE:ringfence>")
  # Many answers: about every failure of a network with VPNs, and about hundreds of replacements.
  set_tests_properties(scenarios.valdrea_services scenarios.valdrea_whatif PROPERTIES TIMEOUT 2400)
  # Their inputs lie beside the project; without them they say so and are skipped.
  foreach(scenario IN ITEMS labs census one_filter failures vrp_corpora)
    add_test(NAME scenarios.${scenario} COMMAND Python3::Interpreter -B
                                                "${PROJECT_SOURCE_DIR}/tests/scenarios/${scenario}.py")
    set_tests_properties(scenarios.${scenario} PROPERTIES LABELS scenarios TIMEOUT 900 SKIP_RETURN_CODE 77
                                                          ENVIRONMENT "RINGFENCE=$<TARGET_FILE:ringfence>")
  endforeach()
  add_test(NAME scenarios.corpora COMMAND Python3::Interpreter -B "${PROJECT_SOURCE_DIR}/tests/scenarios/corpora.py" --every 20)
  set_tests_properties(scenarios.corpora PROPERTIES LABELS scenarios TIMEOUT 900 SKIP_RETURN_CODE 77
                                                    ENVIRONMENT "RINGFENCE=$<TARGET_FILE:ringfence>")
  # What takes longest begins first, also where no earlier run has left its times: seconds, about.
  set(seconds scenarios.valdrea_whatif 400 scenarios.valdrea_services 300 same_bytes.valdrea-services 150 web.report 150
              scenarios.one_wire 100 scenarios.one_service 100)
  while(seconds)
    list(POP_FRONT seconds test cost)
    set_tests_properties(${test} PROPERTIES COST ${cost})
  endwhile()
  # Live suites wait most of the time and bear a busy machine: they start first, two at once, beside the other tests.
  set(waiting_1 l3vpn_live bgp_live isis_live)
  set(waiting_2 ospf6_live rip_live redistribution_live ospf_live packets_live)
  foreach(row IN ITEMS 1 2)
    foreach(live IN LISTS waiting_${row})
      set(options --again)
      if(live STREQUAL "packets_live")
        set(options "")
      elseif(live STREQUAL "l3vpn_live") # beside others each machine takes longer, and none may be left out
        set(options --limit 900)
      endif()
      add_test(NAME live.${live} COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/tests/live/${live}.py" ${options} ${RF_LIVE_OPTIONS})
      set_tests_properties(live.${live} PROPERTIES LABELS live TIMEOUT 1200 SKIP_RETURN_CODE 77 RESOURCE_LOCK routers_${row} COST 1000
                                                   ENVIRONMENT "RINGFENCE=$<TARGET_FILE:ringfence>")
    endforeach()
  endforeach()
  # They fill two cores and do not wait; what needs two places begins first, or when all others have ended.
  set_tests_properties(live.l3vpn_live PROPERTIES PROCESSORS 2 COST 2000 TIMEOUT 1500)
  if(EXISTS "${PROJECT_SOURCE_DIR}/tests/live/test_live_compare.py")
    add_test(NAME live.compare COMMAND Python3::Interpreter -m unittest -v test_live_compare test_best_paths test_l3vpn_compare test_machine
             WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}/tests/live")
    set_tests_properties(live.compare PROPERTIES LABELS unit TIMEOUT 60)
  endif()
endfunction()

# rf_check_arrow(<from> <to>): refuses a link that points to a higher module or to a sibling unit.
function(rf_check_arrow from to)
  get_target_property(from_rank ${from} RF_RANK)
  get_target_property(from_unit ${from} RF_UNIT)
  get_target_property(to_rank ${to} RF_RANK)
  get_target_property(to_unit ${to} RF_UNIT)
  if(to_rank GREATER from_rank)
    message(FATAL_ERROR "${from} links ${to}, which lies above it: dependencies point down only")
  endif()
  if(to_rank EQUAL from_rank AND NOT to_unit STREQUAL "-" AND NOT from_unit STREQUAL "all")
    message(FATAL_ERROR "${from} links ${to}: units know their module's core, not each other and not the table")
  endif()
endfunction()

# rf_finish(): checks every arrow between the libraries made here and reports the breaches found on the way.
function(rf_finish)
  get_property(targets GLOBAL PROPERTY RF_TARGETS)
  foreach(target IN LISTS targets)
    foreach(property IN ITEMS LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
      get_target_property(links ${target} ${property})
      foreach(link IN LISTS links)
        if(link IN_LIST targets)
          rf_check_arrow(${target} ${link})
        endif()
      endforeach()
    endforeach()
  endforeach()
  get_property(complaints GLOBAL PROPERTY RF_COMPLAINTS)
  foreach(complaint IN LISTS complaints)
    if(RF_STRICT)
      message(SEND_ERROR "${complaint}")
    else()
      message(NOTICE "house: ${complaint}")
    endif()
  endforeach()
endfunction()
