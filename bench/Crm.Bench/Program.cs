using Crm.Bench;

try
{
    var options = Options.Parse(args);
    return options.Check ? 0 : new Run(options).Execute();
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
