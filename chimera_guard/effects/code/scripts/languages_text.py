"""Perl and Ruby: what their names do, and which are harmless."""

from __future__ import annotations

from chimera_guard.effects.code.scripts.language import COMMON, Language, table, taken_away
from chimera_guard.effects.code.scripts.tokens import Syntax
from chimera_guard.effects.places import names

PERL = Language(
    Syntax(interpolation=("@{[", "${", "$", "@"), sigils="$@%&", quote_words=True, here="<<"),
    table(
        """
        shell: readpipe
        either: system exec
        eval: eval
        exec-script: require_file
        open: open
        delete: unlink rmdir
        delete+recursive: rmtree remove_tree
        write: mkdir truncate
        move write: rename move
        read write: copy
        - link: symlink link
        chmod: chmod
        chdir: chdir
        kill: kill
        connect: connect
        listen: listen
        privilege: setuid setgid POSIX.setuid POSIX.setgid
        send: post put
        capable: find finddepth open3 open2
        capable: fork syscall socket sysopen utime chown chroot dlopen IO.Socket.INET
        fetch: get getstore HTTP.Tiny
        """
    ),
    COMMON
    | names(
        """
        abs atan2 bless binmode caller chomp chop chr cos defined delete each exists exp grep hex index int join
        keys lc lcfirst local localtime gmtime log map my our no oct ord pack pop pos push quotemeta rand ref
        reverse rindex scalar shift sin sleep sort splice split sprintf sqrt srand substr sum max min time tr uc
        ucfirst undef unpack unshift use values wantarray warn die say uniq first strftime encode_base64
        decode_base64 encode_json decode_json close eof readline exit last next redo qw encode decode Dumper floor
        ceil print_r BEGIN END package sub continue given when default lt gt le ge eq ne cmp x xor STDIN STDOUT
        STDERR ARGV timelocal timegm opendir readdir closedir rewinddir lstat stat fileno tie untie pairs pairkeys
        shuffle none any all reduce maxstr minstr product dclone md5_hex sha1_hex sha256_hex uri_escape uri_unescape
        """
    ),
    names("do_file AUTOLOAD DynaLoader Inline"),
    {
        "find": "Find",
        "connect": "",
        "listen": "",
        "get": "LWP",
        "move": "File",
        "copy": "File",
        "post": "LWP",
        "put": "LWP",
    },
    bare_calls=True,
    all_arguments=True,
)

RUBY = Language(
    Syntax(interpolation=("#{",), sigils="$@", percent=True, block=None, here="<<"),
    table(
        """
        shell: IO.popen
        either: system exec spawn Process.spawn Kernel.system Kernel.exec Open3.capture2 Open3.capture3 Open3.capture2e
        either: sh Open3.popen3 PTY.spawn Process.exec Kernel.spawn Process.run Process.new
        eval: eval instance_eval class_eval module_eval
        capable: send __send__ public_send method const_get fork load instance_variable_set define_method syscall
        capable: Fiddle.dlopen Marshal.load TCPSocket.new UNIXSocket.new
        open: open File.open IO.read File.new Kernel.open
        read: Digest.SHA256.file Digest.MD5.file Digest.SHA1.file Digest.SHA512.file
        read: File.read IO.readlines File.readlines File.foreach File.binread YAML.load_file
        truncate: File.truncate
        write: File.write IO.write FileUtils.touch FileUtils.mkdir FileUtils.mkdir_p Dir.mkdir File.binwrite
        delete: File.delete File.unlink FileUtils.rm FileUtils.rm_f Dir.rmdir Dir.delete Dir.unlink FileUtils.remove
        delete+recursive+force: FileUtils.rm_rf FileUtils.rm_r FileUtils.remove_dir FileUtils.remove_entry rm_rf
        delete+recursive+force: FileUtils.remove_entry_secure FileUtils.rmtree
        capable: rmtree
        move write: File.rename FileUtils.mv FileUtils.move
        read write: FileUtils.cp FileUtils.cp_r FileUtils.copy FileUtils.install
        - link: File.symlink FileUtils.ln_s FileUtils.ln
        chmod: File.chmod FileUtils.chmod FileUtils.chmod_R
        chdir: Dir.chdir FileUtils.cd
        fetch: URI.open Net.HTTP.get Net.HTTP.get_response
        send: Net.HTTP.post Net.HTTP.post_form .post .put .patch .post_form
        connect: TCPSocket.open Net.SSH.start
        listen: TCPServer.new TCPServer.open
        kill: Process.kill
        rows: delete_all destroy_all
        database-delete: drop_table drop_database truncate_tables
        asked: .exec .exec!
        sql: execute .query exec_query exec_update exec_params async_exec
        privilege: Process.Sys.setuid Process.UID.change_privilege Process.setuid
        module: require
        """
    )
    | taken_away(),
    COMMON
    | names(
        """
        when case then unless until elsif Struct Integer Float String Symbol Hash Array Range Regexp Time Date Set lazy
        each_with_object each_pair each_char each_key each_value even? odd? zero? positive? negative? between?
        clamp tally
        sum minmax max_by min_by sort! map! reverse! shuffle sample rotate take drop take_while drop_while
        cycle transpose
        combination permutation product each_entry chunk_while slice_when filter_map transform_values transform_keys
        to_set to_r to_c rationalize divmod pow gcd lcm digits bit_length ljust rjust center squeeze count delete_at
        insert fill values_at assoc compare_by_identity default default= key compact! uniq! flatten! any empty
        method_missing
        message backtrace full_message strftime year month day hour min sec wday yday to_date to_time iso8601 zone
        puts p pp format sprintf gets each each_with_index map select reject reduce inject sum min max sort sort_by
        first last size count to_s to_i to_f to_a to_sym to_h inspect join split gsub sub gsub! sub! strip chomp
        chop upcase downcase capitalize reverse include? empty? nil? keys values key? has_key? push pop shift
        unshift concat times upto downto step lambda proc raise exit sleep rand srand abs round floor ceil sqrt now
        strftime parse generate dump generate pretty_generate start_with? end_with? match match? scan tr index
        length zip flatten compact uniq any? all? none? find detect partition group_by each_slice each_cons freeze
        dup is_a? respond_to? class name new readlines read each_line lines bytes chars ord chr hex succ next dig
        fetch merge delete_if delete exist? exists? file? directory? basename dirname extname expand_path glob
        entries children Integer Float String Array require_relative attr_accessor attr_reader alias private public
        fdiv block_given? each_char each_byte each_cons each_entry upto values_at fetch_values slice except merge!
        to_json to_yaml to_csv as_json group_by chunk slice_before zip sum minmax_by max_by filter filter! select!
        reject! keep_if none? one? include cover? member? dig flat_map collect collect_concat inject find_index rindex
        index each_index first! rotate! shuffle! sort_by! compact transform_keys! transform_values! invert key sum!
        partition instance_of? kind_of? frozen? itself tap then yield_self object_id hash instance_variables
        instance_variable_get methods public_methods instance_methods ancestors superclass respond_to? nil? equal?
        eql? between? coerce center ljust tr_s delete_prefix delete_suffix squeeze! swapcase capitalize casecmp?
        casecmp unpack unpack1 pack encoding force_encoding encode unicode_normalize valid_encoding? ascii_only?
        codepoints each_grapheme_cluster scan match named_captures captures pre_match post_match begin end last_match
        escape union source options bsearch cycle product combination each_with_index with_index with_object lazy
        eager force rewind peek size numerator denominator truncate_ infinite? nan? finite? integer? real imaginary
        succ! pred ceil floor hypot sqrt cbrt sin cos tan atan2 exp log log2 log10 PI warn caller caller_locations
        local_variables __dir__ binread_ strptime mktime at gm local monday? tuesday? wednesday? thursday? friday?
        saturday? sunday? yday cwday cweek next_day prev_day next_month prev_month beginning_of_day ago from_now
        realtime measure bm bmbm clock_gettime
        encode64 decode64 hexdigest digest load_gem spec version puts! warn loop yield begin rescue ensure then end
        def module class self super true false nil iso8601 utc
        """
    ),
    names("instance_eval __method__ binding ObjectSpace"),
    {"open": "", "system": "", "exec": "", "spawn": "", "rm_rf": "", "load": "", "fork": ""},
    names("json yaml set date time csv digest base64 securerandom fileutils open3 uri net/http erb ostruct pp")
    | names("bigdecimal tempfile optparse benchmark socket open-uri stringio zlib rubygems bundler etc pathname"),
    bare_calls=True,
    all_arguments=True,
)
